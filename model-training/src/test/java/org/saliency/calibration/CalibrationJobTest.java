package org.saliency.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.Profile;
import org.saliency.model.Model;
import org.saliency.network.Adaptation;
import org.saliency.network.Calibration;
import org.saliency.network.NetworkOptions;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.ServingModel;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;

class CalibrationJobTest {

  private static final Size SIZE = new Size(48, 32);

  @TempDir private Path folder;

  private Path data;
  private Path file;

  @BeforeEach
  void makeDataAndModel() throws IOException {
    data = folder.resolve("data");
    file = folder.resolve("model.pt");
    SyntheticDataset.write(
        data, new SyntheticSettings(2, 2, SIZE, 1, Attraction.APPEARANCE), () -> {});
    Model.create("deeplab-resnet18", SIZE, 1).write(file);
  }

  @Test
  void bringsTheMapsOfAnUntrainedNetworkCloserToTheTruth() throws Exception {
    CalibrationJob.Result result = job().run();

    assertThat(result.videos()).isEqualTo(2);
    assertThat(result.frames()).isEqualTo(4);
    assertThat(result.after().meanSquaredError()).isLessThan(result.before().meanSquaredError());
    assertThat(result.after().metrics()).containsOnlyKeys("nss", "sim", "cc", "kld");
    assertThat(result.folds()).isEqualTo(2);
    assertThat(result.table()).contains("squared error", "NSS", "fitted on 4 frames of 2 videos");
    Calibration calibration = result.model().description().calibration();
    assertThat(calibration.heldOut())
        .isEqualTo(
            new Calibration.HeldOut(2, 4, 2, result.before().metrics(), result.after().metrics()));
    assertThat(calibration.adaptation().centerBias()).hasSize(4);
  }

  @Test
  void measuresEachVideoWithTheFitToTheOthers() throws Exception {
    CalibrationJob.Result result = job().run();

    MetricMeans first = new MetricMeans(Profile.NATIVE.metrics());
    MetricMeans second = new MetricMeans(Profile.NATIVE.metrics());
    Model model = Model.read(file);
    try (FrameFiles files = FrameFiles.of(new LocalStorage(), Map.of());
        ServingModel network = ServingModel.open(model, DeviceChoice.CPU)) {
      List<Video> videos =
          Datasets.read(new LocalStorage(), data.toString(), Optional.empty()).videos();
      for (Video left : videos) {
        AdaptationFit others = new AdaptationFit(SIZE);
        for (Video video : videos) {
          for (VideoFrame frame : video == left ? List.<VideoFrame>of() : video.frames()) {
            SaliencyMap truth = files.map(frame.map().orElseThrow());
            others.add(video.name(), predicted(network, files, frame), truth);
          }
        }
        Adaptation adaptation = others.fit(video -> true);
        for (VideoFrame frame : left.frames()) {
          SaliencyMap truth = files.map(frame.map().orElseThrow());
          SaliencyMap map = adaptation.apply(predicted(network, files, frame));
          (left == videos.get(0) ? first : second)
              .add(Profile.NATIVE.measure(map, Optional.of(truth), Optional.empty()));
        }
      }
    }
    double cc =
        (first.toVideo("a").means().get(Metric.CC) + second.toVideo("b").means().get(Metric.CC))
            / 2;
    assertThat(result.after().metrics().get("cc")).isCloseTo(cc, within(1e-6));
  }

  private static SaliencyMap predicted(ServingModel network, FrameFiles files, VideoFrame frame) {
    float[] map = network.predict(List.of(files.image(frame.image())), 2).get(0);
    return SaliencyMap.of(SIZE, map);
  }

  @Test
  void refusesOneVideoSinceNoneCanBeLeftOut() throws IOException {
    Path one = folder.resolve("one");
    SyntheticDataset.write(
        one, new SyntheticSettings(1, 2, SIZE, 1, Attraction.APPEARANCE), () -> {});

    assertThatThrownBy(() -> job(one).run())
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContainingAll(one.toString(), "one video", "at least two");
  }

  @Test
  void refusesVideosOfTheTraining() throws IOException {
    List<Video> trained =
        Datasets.read(new LocalStorage(), data.toString(), Optional.empty()).videos().subList(1, 2);
    Model.read(file).trainedOn(trained, new LocalStorage()).write(file);

    assertThatThrownBy(() -> job().run())
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContainingAll(
            "video 'video002'", data.toString(), "took part in the training", file.toString());
  }

  @Test
  void givesTheSameModelFromACalibratedOne() throws Exception {
    Model first = job().run().model();
    first.write(file);

    assertThat(job().run().model().description()).isEqualTo(first.description());
  }

  @Test
  void unavailableDeviceIsReportedBeforeDataIsRead() {
    assumeTrue(PyTorch.gpuCount() == 0, "a GPU is available");
    String missing = folder.resolve("missing").toString();
    Settings settings =
        Settings.load(Optional.empty(), Map.of("calibrate.device", "gpu")).section("calibrate");
    CalibrationJob job = new CalibrationJob(file, missing, Optional.empty(), settings);

    assertThatThrownBy(job::run)
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.DEVICE));
  }

  @Test
  void refusesDeclaredTestVideos() throws IOException {
    Model.read(file).declaringTests(List.of("video002")).write(file);

    assertThatThrownBy(() -> job().run())
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContainingAll("video 'video002'", data.toString(), file.toString());
  }

  @Test
  void refusesTruthThatIsAllBlack() throws IOException {
    byte[] black =
        MapFile.write(new SaliencyMap(SIZE, new double[SIZE.pixels()]), MapDepth.EIGHT_BITS);
    try (Stream<Path> files = Files.walk(data)) {
      for (Path map : files.filter(path -> path.toString().contains("gaussians/")).toList()) {
        Files.write(map, black);
      }
    }

    assertThatThrownBy(() -> job().run()).hasMessageContaining("all black");
  }

  private void blacken(String part) throws IOException {
    BufferedImage black =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
    try (Stream<Path> files = Files.walk(data)) {
      for (Path frame : files.filter(path -> path.toString().contains(part)).toList()) {
        ImageIO.write(black, "png", frame.toFile());
      }
    }
  }

  @Test
  void refusesBlackFramesWithRealMaps() throws IOException {
    blacken("/frames/0");

    assertThatThrownBy(() -> job().run())
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContainingAll(data.toString(), "4 of 4 frames that were read are black");
  }

  @Test
  void warnsOfManyBlackFramesWithRealMaps() throws Exception {
    assertThat(job().run().table()).doesNotContain("black");

    blacken("video001/frames/0001");
    assertThat(job().run().table())
        .contains("warning: 1 of 4 frames that were read are black, but their maps are not");
  }

  @Test
  void usesTheFramesBeforeForANetworkWithAWindow() throws Exception {
    Settings options = Settings.load(Optional.empty(), Map.of("network.window", "2"));
    Model model = Model.create("deeplab-resnet18", NetworkOptions.from(options), SIZE, 1);
    model.write(file);

    double squares = 0;
    try (FrameFiles files = FrameFiles.of(new LocalStorage(), Map.of());
        ServingModel network = ServingModel.open(model, DeviceChoice.CPU)) {
      for (Video video :
          Datasets.read(new LocalStorage(), data.toString(), Optional.empty()).videos()) {
        Frame first = files.image(video.frames().get(0).image());
        for (VideoFrame frame : video.frames()) {
          List<Frame> window = List.of(first, files.image(frame.image()));
          float[] map = network.predictWindows(List.of(window), 1).get(0);
          squares += squaredError(map, files.map(frame.map().orElseThrow()).values());
        }
      }
    }

    assertThat(job().run().before().meanSquaredError())
        .isCloseTo(squares / (4 * SIZE.pixels()), within(1e-6));
  }

  private static double squaredError(float[] map, double[] truth) {
    double highest = Arrays.stream(truth).max().orElseThrow();
    double sum = 0;
    for (int i = 0; i < map.length; i++) {
      sum += Math.pow(map[i] - truth[i] / highest, 2);
    }
    return sum;
  }

  private CalibrationJob job() {
    return job(data);
  }

  private CalibrationJob job(Path data) {
    Settings settings = Settings.load(Optional.empty(), Map.of("calibrate.device", "cpu"));
    return new CalibrationJob(
        file, data.toString(), Optional.<Layout>empty(), settings.section("calibrate"));
  }
}
