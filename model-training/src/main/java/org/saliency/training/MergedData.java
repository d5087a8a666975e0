package org.saliency.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Dataset.Unreadable;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.DeclaredSplit;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoIndexer;
import org.saliency.storage.Storage;

/**
 * The videos of several folders as one data set. Videos of equal names are named after their
 * folders, too: {@code crowd/001}.
 *
 * @param dataset all videos; its layout is that of the first folder
 * @param weights weights other than 1 by the name of the video
 */
record MergedData(Dataset dataset, Map<String, Double> weights) {

  /**
   * Reads the folders.
   *
   * @param layout of all folders; empty to detect that of each
   * @throws UserException when a folder cannot be read, or two have equal names and videos
   */
  static MergedData read(
      List<TrainingData> folders, Optional<Layout> layout, Storage storage, VideoIndexer indexer) {
    List<Dataset> sets =
        folders.stream()
            .map(data -> Datasets.readAll(storage, data.folder(), layout, indexer))
            .toList();
    Map<String, Long> occurrences =
        sets.stream()
            .flatMap(MergedData::names)
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    Set<String> names = new HashSet<>();
    List<Video> all = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    Map<String, Double> weights = new HashMap<>();
    Map<String, DeclaredSplit.Part> parts = new HashMap<>();
    for (int i = 0; i < sets.size(); i++) {
      TrainingData data = folders.get(i);
      Dataset set = sets.get(i);
      UnaryOperator<String> rename =
          name -> occurrences.getOrDefault(name, 1L) == 1 ? name : named(name, data.folder());
      names(set).map(rename).forEach(name -> requireNew(name, names));
      for (Video video : set.videos()) {
        Video named = new Video(rename.apply(video.name()), video.frames(), video.files());
        all.add(named);
        if (data.weight() != 1) {
          weights.put(named.name(), data.weight());
        }
      }
      set.unreadable()
          .forEach(
              video -> unreadable.add(new Unreadable(rename.apply(video.name()), video.error())));
      set.split().parts().forEach((name, part) -> parts.put(rename.apply(name), part));
    }
    List<String> leftOut = sets.stream().flatMap(set -> set.leftOut().stream()).toList();
    return new MergedData(
        new Dataset(sets.get(0).layout(), all, unreadable, leftOut, split(sets, parts)), weights);
  }

  private static Stream<String> names(Dataset set) {
    return Stream.concat(
        set.videos().stream().map(Video::name), set.unreadable().stream().map(Unreadable::name));
  }

  private static void requireNew(String name, Set<String> names) {
    if (!names.add(name)) {
      throw UserException.input(
          "video '%s' is in two folders of --data: give each folder once, and folders with"
              + " equal videos different names",
          name);
    }
  }

  private static String named(String video, String folder) {
    return Path.of(folder).toAbsolutePath().normalize().getFileName() + "/" + video;
  }

  private static DeclaredSplit split(List<Dataset> sets, Map<String, DeclaredSplit.Part> parts) {
    String source =
        sets.stream()
            .map(set -> set.split().source())
            .filter(text -> !text.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    Optional<UserException> error =
        sets.stream().flatMap(set -> set.split().error().stream()).findFirst();
    List<String> ignored =
        sets.stream().flatMap(set -> set.split().ignored().stream()).distinct().toList();
    return new DeclaredSplit(source, parts, ignored, error);
  }
}
