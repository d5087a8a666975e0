package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoIndexer;
import org.saliency.model.Model;
import org.saliency.model.NetworkRequest;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;

class TrainingSetsTest {

  @TempDir private Path folder;

  private MergedData read(String... data) {
    return MergedData.read(
        Stream.of(data).map(TrainingData::parse).toList(),
        Optional.empty(),
        new LocalStorage(),
        VideoIndexer.oneByOne(new LocalStorage()));
  }

  @Test
  void videosOfEqualNamesAreNamedAfterTheirFolders() {
    Path first = TinyTraining.videos(folder.resolve("first"), 1, 1);
    Path second = TinyTraining.videos(folder.resolve("second"), 2, 2);
    MergedData merged = read(first + ":0.5", second.toString());
    assertThat(merged.dataset().videos().stream().map(Video::name))
        .containsExactly("first/video001", "second/video001", "video002");
    assertThat(merged.weights()).containsOnlyKeys("first/video001").containsValue(0.5);
  }

  /** Every frame is resized to the network's input. */
  @Test
  void setsOfTwoSizesAreTrainedOnTogether() throws Exception {
    String wide = TinyTraining.videos(folder.resolve("wide"), 2, 1).toString();
    Path square = folder.resolve("square");
    TinyTraining.videos(square, 2, 2, "48x48");
    TrainingArguments arguments =
        new TrainingArguments(
            List.of(TrainingData.parse(wide), TrainingData.parse(square.toString())),
            Optional.empty(),
            folder.resolve("both"),
            Optional.empty(),
            NetworkRequest.ANY,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    TrainingManifest manifest =
        new TrainingJob(arguments, TinyTraining.section(Map.of("epochs", "1"))).run().manifest();

    assertThat(manifest.trainingVideos()).hasSize(3);
    assertThat(manifest.best().get("kld")).isFinite();
  }

  @ParameterizedTest
  @ValueSource(strings = {"training", "validation"})
  void refusesBlackFramesWithRealMaps(String part) throws IOException {
    Path data = TinyTraining.videos(folder.resolve("data"), 1, 1);
    Path other = TinyTraining.videos(folder.resolve("other"), 1, 2);
    Files.move(other.resolve("video001"), other.resolve("video002"));
    BufferedImage black = new BufferedImage(64, 36, BufferedImage.TYPE_INT_RGB);
    boolean isTraining = part.equals("training");
    try (Stream<Path> files =
        Files.list(
            isTraining ? data.resolve("video001/frames") : other.resolve("video002/frames"))) {
      for (Path frame : files.toList()) {
        ImageIO.write(black, "png", frame.toFile());
      }
    }
    Path output = folder.resolve("black");

    assertThatThrownBy(() -> TinyTraining.validatedOn(other, data, output).run())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(part + ": ")
        .hasMessageContaining("frames that were read are black, but their maps are not");
    assertThat(output.resolve("model.pt")).doesNotExist();
  }

  @Test
  void refusesAFolderThatIsGivenTwice() {
    Path videos = TinyTraining.videos(folder.resolve("videos"), 1, 1);
    assertThatThrownBy(() -> read(videos.toString(), videos + ":2"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("videos/video001", "give each folder once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data:0", "data:2000", "data:1.2.3", "data:.", "data:x", "data:", ":2"})
  void refusesAnInvalidWeight(String text) {
    assertThatThrownBy(() -> TrainingData.parse(text))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(text, "expected a number above 0");
  }

  @Test
  void theRecipeOfTheReadyModelIsRepeatableAndResumable() throws Exception {
    String first = TinyTraining.videos(folder.resolve("first"), 2, 1) + ":1.5";
    String second = TinyTraining.videos(folder.resolve("second"), 2, 2).toString();
    String straight = train("straight", 2, first, second);
    train("stopped", 1, first, second);
    assertThat(train("stopped", 2, first, second)).isEqualTo(straight);
    assertThatThrownBy(() -> train("stopped", 2, first.replace("1.5", "2"), second))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("weight of first/video001 was 1.5 and is now 2");
  }

  /** Trains by the recipe in small, and returns the hash of the best model. */
  private String train(String output, int epochs, String... data) throws Exception {
    Settings settings =
        Settings.load(
            Optional.of(Path.of("../conf/ready-model.conf")),
            Map.of(
                "train.network", "deeplab-efficientnet-lite0",
                "train.input-size", "64x48",
                "train.epochs", Integer.toString(epochs),
                "train.batch-size", "4",
                "train.schedule.kind", "constant",
                "train.device", "cpu"));
    TrainingArguments arguments =
        new TrainingArguments(
            Stream.of(data).map(TrainingData::parse).toList(),
            Optional.empty(),
            folder.resolve(output),
            Optional.empty(),
            NetworkRequest.from(settings, Optional.empty(), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    TrainingJob.Result result = new TrainingJob(arguments, settings.section("train")).run();
    String hash = result.manifest().modelHash();
    assertThat(hash).isEqualTo(Model.read(result.model()).description().hash());
    return hash;
  }

  @Test
  void aFolderWithAColonNeedsNoWeight() throws IOException {
    Path folder = Files.createDirectory(this.folder.resolve("part 1:2"));
    assertThat(TrainingData.parse(folder.toString()))
        .isEqualTo(new TrainingData(folder.toString(), 1));
    assertThat(TrainingData.parse(folder + ":0.5").weight()).isEqualTo(0.5);
  }

  /** Videos of equal names are renamed, so that names do not show it. */
  @Test
  void refusesToValidateOnAFolderThatIsTrainedOnUnderOtherNames() throws IOException {
    Path first = TinyTraining.videos(folder.resolve("first"), 1, 1);
    Path second = TinyTraining.videos(folder.resolve("second"), 1, 2);
    Path link = Files.createSymbolicLink(folder.resolve("link"), first);
    assertThatThrownBy(() -> validatedOn(first, first, second))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "'first/video001' to train on", "'video001' to validate on", "same file");
    assertThatThrownBy(() -> validatedOn(link, first, second)).hasMessageContaining("same file");
  }

  private TrainingVideos validatedOn(Path validation, Path... data) {
    return TrainingVideos.read(
        new TrainingArguments(
            Stream.of(data).map(Path::toString).map(TrainingData::parse).toList(),
            Optional.empty(),
            folder.resolve("output"),
            Optional.empty(),
            NetworkRequest.ANY,
            Optional.of(validation.toString()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        TrainingSettings.from(TinyTraining.section(Map.of())),
        new LocalStorage(),
        VideoIndexer.oneByOne(new LocalStorage()));
  }

  @Test
  void textOfAWeightedFolderIsAsGiven() {
    assertThat(TrainingData.parse("osie/train:2")).hasToString("osie/train:2");
    assertThat(TrainingData.parse("osie/train:1")).hasToString("osie/train");
    assertThat(TrainingData.parse("C:/data").folder()).isEqualTo("C:/data");
  }
}
