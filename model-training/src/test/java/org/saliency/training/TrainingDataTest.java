package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoIndexer;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.model.NetworkRequest;
import org.saliency.storage.LocalStorage;
import org.saliency.training.sample.Sample;
import org.saliency.training.sample.SampleFiles;
import org.saliency.training.sample.TrainingSamples;
import org.saliency.training.sample.TruthCheck;

/** Selection of videos and frames, and checks before training. */
class TrainingDataTest {

  @TempDir Path folder;

  private Path data;

  @BeforeEach
  void makeVideos() {
    data = TinyTraining.videos(folder.resolve("data"), 4, 1);
  }

  private TrainingVideos read(
      Optional<String> validationData,
      Optional<String> training,
      Optional<String> validation,
      Optional<String> test) {
    return read(Map.of(), validationData, training, validation, test);
  }

  private TrainingVideos read(
      Map<String, String> settings,
      Optional<String> validationData,
      Optional<String> training,
      Optional<String> validation,
      Optional<String> test) {
    return TrainingVideos.read(
        new TrainingArguments(
            List.of(new TrainingData(data.toString(), 1)),
            Optional.empty(),
            folder.resolve("output"),
            Optional.empty(),
            NetworkRequest.ANY,
            validationData,
            training,
            validation,
            test),
        TrainingSettings.from(TinyTraining.section(settings)),
        new LocalStorage(),
        VideoIndexer.oneByOne(new LocalStorage()));
  }

  private Optional<String> list(String... names) {
    try {
      Path file = Files.createTempFile(folder, "list", ".txt");
      Files.write(file, List.of(names));
      return Optional.of(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Dataset videos) {
    return videos.videos().stream().map(Video::name).toList();
  }

  @Test
  void testVideosAreExcludedFromTheSplit() {
    Optional<String> none = Optional.empty();
    TrainingVideos videos = read(none, none, none, list("video002", "video003"));
    assertThat(names(videos.split().training())).hasSize(1).doesNotContain("video002", "video003");
    assertThat(names(videos.split().validation())).hasSize(1);
    assertThat(videos.tested()).containsExactly("video002", "video003");
  }

  @Test
  void validationListLeavesTheOtherVideosForTraining() {
    Optional<String> none = Optional.empty();
    TrainingVideos videos = read(none, none, list("video003"), list("video001"));
    assertThat(names(videos.split().training())).containsExactly("video002", "video004");
    assertThat(names(videos.split().validation())).containsExactly("video003");
  }

  @Test
  void trainingListAloneIsSplit() {
    Optional<String> none = Optional.empty();
    TrainingVideos videos = read(none, list("video001", "video004"), none, none);
    assertThat(names(videos.split().training())).hasSize(1);
    assertThat(names(videos.split().validation())).hasSize(1);
    assertThat(names(videos.split().training())).isSubsetOf("video001", "video004");
  }

  @Test
  void videoInTwoListsIsRejected() {
    Optional<String> none = Optional.empty();
    assertRejected(
        () -> read(none, list("video001", "video002"), list("video002"), none), "'video002'");
    assertRejected(() -> read(none, none, list("video002"), list("video002")), "'video002'");
    assertRejected(() -> read(none, list("video009"), none, none), "'video009'");
  }

  @Test
  void listsMayHaveAByteOrderMarkAndEndingsOfVideoFiles() {
    Optional<String> none = Optional.empty();
    TrainingVideos videos =
        read(none, none, list("\uFEFFvideo003.mp4"), list("\uFEFFvideo001", "video002.MOV"));
    assertThat(names(videos.split().training())).containsExactly("video004");
    assertThat(names(videos.split().validation())).containsExactly("video003");
    assertThat(videos.tested()).containsExactly("video001", "video002");
  }

  @Test
  void aTestVideoThatNoDataSetHasIsRejected() {
    Optional<String> none = Optional.empty();
    assertRejected(() -> read(none, none, none, list("video003", "vidoe004")), "'vidoe004'");
    Path other = TinyTraining.videos(folder.resolve("other"), 5, 1);
    assertThatThrownBy(
            () -> read(Optional.of(other.toString()), none, none, list("video005", "video006")))
        .hasMessageContaining("'video006' of the test list");
  }

  @Test
  void aVideoWithoutTruthIsLeftOutUnlessAListNamesIt() throws IOException {
    Optional<String> none = Optional.empty();
    for (String truth : List.of("gaussians", "fixations")) {
      Files.move(data.resolve("video004").resolve(truth), folder.resolve(truth));
    }
    TrainingVideos videos = read(none, none, list("video001"), none);
    assertThat(names(videos.split().training())).containsExactly("video002", "video003");
    assertRejected(() -> read(none, none, list("video004"), none), "'video004'");
  }

  @Test
  void aVideoThatLacksRequiredTruthIsLeftOutUnlessAListNamesIt() throws IOException {
    Optional<String> none = Optional.empty();
    Files.move(data.resolve("video004/gaussians"), folder.resolve("gaussians"));
    Files.move(data.resolve("video003/fixations"), folder.resolve("fixations"));
    TrainingVideos videos = read(none, none, list("video001"), none);
    assertThat(names(videos.split().training())).containsExactly("video002", "video003");
    assertThat(videos.leftOut().withoutTruth()).containsExactly("video004");
    TrainingVideos withFixations =
        read(Map.of("loss.weights.nss", "-1"), none, none, list("video001"), none);
    assertThat(names(withFixations.split().training())).containsExactly("video002");
    assertRejected(() -> read(none, none, list("video004"), none), "'video004'");
  }

  @Test
  void validationDataThatSharesAVideoWithTrainingIsRejected() {
    Optional<String> none = Optional.empty();
    Path other = TinyTraining.videos(folder.resolve("other"), 1, 2);
    assertRejected(() -> read(Optional.of(other.toString()), none, none, none), "'video001'");
  }

  @Test
  void strideOfThreeSelectsTheFirstAndFourthFrameOfEachVideo() {
    Optional<String> none = Optional.empty();
    Dataset training = read(none, none, none, none).split().training();
    List<Sample> samples = Sample.strided(training, 3);
    assertThat(samples).hasSize(2 * training.videos().size());
    assertThat(samples.get(1).frame().index()).isEqualTo(3);
    assertThat(Sample.spread(training, 2)).hasSize(2);
  }

  private static void assertRejected(Runnable action, String named) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContaining(named);
  }

  private TruthCheck.Result check() throws InterruptedException {
    return check(video -> true);
  }

  private TruthCheck.Result check(Predicate<String> isNamed) throws InterruptedException {
    Optional<String> none = Optional.empty();
    TrainingVideos videos = read(none, none, list("video004"), none);
    try (SampleFiles files = SampleFiles.asStored(new LocalStorage(), Map.of())) {
      return new TruthCheck(files, files, isNamed, 2)
          .of(
              new TrainingSamples(
                  Sample.strided(videos.split().training(), 1),
                  Sample.strided(videos.split().validation(), 1)));
    }
  }

  private void paint(String video, String frame, Size size, double value) throws IOException {
    double[] values = new double[size.pixels()];
    Arrays.fill(values, value);
    Files.write(
        data.resolve(video).resolve("gaussians").resolve(frame),
        MapFile.write(new SaliencyMap(size, values), MapDepth.EIGHT_BITS));
  }

  @Test
  void blackMapsAreExcludedAndCountedAndWhiteMapsAreKept() throws Exception {
    Size size = new Size(64, 36);
    TruthCheck.Result before = check();
    paint("video001", "0002.png", size, 0);
    paint("video002", "0001.png", size, 1);
    TruthCheck.Result after = check();
    assertThat(before.blackMaps()).isZero();
    assertThat(after.blackMaps()).isEqualTo(1);
    assertThat(after.samples().training()).hasSize(11);
    assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
    assertThat(check().fingerprint()).isEqualTo(after.fingerprint());
  }

  @Test
  void onlyBlackMapsAreRejected() throws Exception {
    for (int frame = 1; frame <= 4; frame++) {
      paint("video004", "000" + frame + ".png", new Size(64, 36), 0);
    }
    assertThatThrownBy(this::check)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("all 4 maps of the validation videos are black");
  }

  @Test
  void mapThatDiffersInSizeFromItsFrameIsRejected() throws Exception {
    paint("video003", "0003.png", new Size(32, 18), 0.5);
    assertThatThrownBy(this::check)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("0003.png is 32x18")
        .hasMessageContaining("is 64x36");
  }

  @Test
  void aVideoWithABadMapThatNoListNamesIsLeftOut() throws Exception {
    paint("video003", "0003.png", new Size(32, 18), 0.5);
    Files.writeString(data.resolve("video001/frames/0002.png"), "");
    TruthCheck.Result result = check(video -> false);
    assertThat(result.bad()).containsOnlyKeys("video001", "video003");
    assertThat(result.bad().get("video003")).contains("0003.png is 32x18");
    assertThat(result.samples().training()).extracting(Sample::video).containsOnly("video002");
    assertThat(result.samples().training()).hasSize(4);
    paint("video004", "0001.png", new Size(32, 18), 0.5);
    assertThatThrownBy(() -> check(video -> false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("video004");
  }

  @Test
  void missingMapIsRejected() throws Exception {
    Files.delete(data.resolve("video002/gaussians/0002.png"));
    Optional<String> none = Optional.empty();
    assertRejected(() -> read(none, list("video001", "video002"), none, none), "video002");
    TrainingVideos others = read(none, none, none, none);
    assertThat(others.leftOut().unreadable()).containsOnlyKeys("video002");
    assertThat(others.leftOut().unreadable().get("video002")).contains("4 frames, 3 maps");
  }
}
