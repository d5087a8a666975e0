package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Split;
import org.saliency.dataset.Video;
import org.saliency.model.Model;
import org.saliency.model.TrainedVideos;
import org.saliency.spark.storage.WrittenFile;
import org.saliency.storage.LocalStorage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "declare-test",
    description =
        "Record the videos a model will be tested on: 'train', 'calibrate' and 'quantize' refuse them.")
final class ModelDeclareTestCommand implements Callable<Integer> {

  private final LocalStorage storage = new LocalStorage();

  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "M.pt", description = "The model file.")
  private Path file;

  @Option(
      names = "--videos",
      required = true,
      paramLabel = "LIST",
      description = "Text file of video names, one per line; added to those recorded before.")
  private String list;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data set that has the videos, to reject names without a video and videos of the training;"
              + " else names are taken as they are. May be repeated.")
  private List<String> data = List.of();

  @Option(
      names = "--output",
      paramLabel = "OUT",
      description = "The model file to write (default: M.pt itself).")
  private Path output;

  private List<Video> known() {
    return data.stream()
        .map(folder -> Datasets.read(storage, folder, Optional.empty()))
        .flatMap(dataset -> dataset.videos().stream())
        .toList();
  }

  /** The videos of the list, which the data sets have and the model was not trained on. */
  private List<String> checked(List<String> listed, TrainedVideos trained) {
    List<Video> known = known();
    Set<String> names = known.stream().map(Video::name).collect(Collectors.toSet());
    List<String> videos = Split.resolve(listed, "test", names);
    for (Video video : known) {
      if (videos.contains(video.name()) && trained.contains(video, storage)) {
        throw UserException.input(
            "video '%s' in %s took part in the training of %s, so that a test on it says nothing:"
                + " remove it from the list, or train without it",
            video.name(), list, file);
      }
    }
    return videos;
  }

  /** The name of a video as in the list, which no data set confirms. */
  private String withoutCheck(String name) {
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    if (slash >= 0) {
      throw UserException.input(
          "'%s' in %s is a path: write the name of the video alone, for example '%s'",
          name, list, Split.withoutEnding(name.substring(slash + 1)));
    }
    return Split.withoutEnding(name);
  }

  private static List<String> namedOnce(List<String> names) {
    return Split.resolve(names, "test", Set.copyOf(names));
  }

  @Override
  public Integer call() throws IOException {
    common.load();
    List<String> names = Split.readNames(storage, list);
    Model before = Model.read(file);
    List<String> videos =
        data.isEmpty()
            ? namedOnce(names.stream().map(this::withoutCheck).toList())
            : checked(names, before.description().trainedVideos());
    if (videos.isEmpty()) {
      throw UserException.input("%s lists no videos: write one name per line", list);
    }
    Optional<ModelOutput> other =
        output == null
            ? Optional.empty()
            : Optional.of(ModelOutput.of(WrittenFile.MODEL, output, List.of()));
    other.ifPresent(present -> present.requireNoLoss(file));
    Model model = before.declaringTests(videos);
    Path target = other.map(ModelOutput::file).orElse(file);
    model.write(target);
    List<String> declared = model.description().declaredTests();
    return common.print(
        Map.of(
            "output",
            target.toString(),
            "replaced",
            other.map(ModelOutput::isReplaced).orElse(true),
            "declared_tests",
            declared,
            "names_checked",
            !data.isEmpty()),
        String.format(
            Locale.ROOT,
            "%s: %d videos declared as test videos%s%n",
            other.map(present -> present.line().strip()).orElse(target.toString()),
            declared.size(),
            data.isEmpty()
                ? ", whose names are not checked: give --data to find misspelt ones"
                : ""));
  }
}
