package org.saliency.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.UserException.Kind;
import org.saliency.checkpoint.Formula;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Networks;
import org.saliency.network.Precision;
import org.saliency.network.Quantisation;
import org.saliency.network.Quantisation.Cost;
import org.saliency.network.Quantisation.Role;
import org.saliency.network.ServingTarget;
import org.saliency.pytorch.ActivationRecorder;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.pytorch.RequestedPrecision;
import org.saliency.pytorch.ServingModel;
import org.saliency.pytorch.WindowSequence;
import org.saliency.settings.Settings;

class QuantisationJobTest {

  private static final Size SIZE = new Size(48, 32);

  /** Mean difference of maps in 0..1 whose weights are not trained, so that errors add up. */
  private static final double MOST_DIFFERENCE = 0.05;

  @TempDir private Path folder;

  private Path data;
  private Path file;

  @BeforeEach
  void makeDataAndModel() throws IOException {
    assumeTrue(hasInt8(), "the CPU has no int8 instructions");
    data = videos("data", 3, 5);
    file = folder.resolve("model.pt");
    model(Map.of()).write(file);
  }

  private static boolean hasInt8() {
    try {
      RequestedPrecision int8 = new RequestedPrecision(PrecisionChoice.INT8, true);
      return PyTorch.target(int8, Device.cpu()).isQuantised();
    } catch (UserException e) {
      return false;
    }
  }

  private Path videos(String name, int videos, int frames) throws IOException {
    SyntheticSettings settings =
        new SyntheticSettings(videos, frames, SIZE, 1, Attraction.APPEARANCE);
    SyntheticDataset.write(folder.resolve(name), settings, () -> {});
    return folder.resolve(name);
  }

  private static Model model(Map<String, String> options) {
    return model("deeplab-resnet18", options);
  }

  private static Model model(String name, Map<String, String> options) {
    NetworkOptions all = NetworkOptions.of(options);
    return Model.of(
        Networks.named(name, all),
        Formula.weights(Networks.named(name, all)),
        SIZE,
        Map.of(),
        Map.of());
  }

  private QuantisationJob job(String... settings) {
    Map<String, String> overrides = new TreeMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      overrides.put("quantize." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    return job(Optional.empty(), overrides);
  }

  private QuantisationJob job(Optional<String> validation, Map<String, String> overrides) {
    return new QuantisationJob(
        file,
        file.toString(),
        data.toString(),
        validation,
        Optional.empty(),
        Settings.load(Optional.empty(), overrides).section("quantize"));
  }

  private static void assertRefused(QuantisationJob job, Kind kind, String... parts) {
    assertThatThrownBy(job::run)
        .isInstanceOfSatisfying(
            UserException.class, error -> assertThat(error.kind()).isEqualTo(kind))
        .hasMessageContainingAll(parts);
  }

  @Test
  void storesTheCostOnFramesThatItSawAndOnOthers() throws Exception {
    Model quantised = job().run();

    List<Cost> costs = quantised.quantisation().orElseThrow().costs();
    assertThat(costs).extracting(Cost::role).containsExactly(Role.CALIBRATION, Role.VALIDATION);
    assertThat(costs).extracting(Cost::videos).containsExactly(2, 1);
    assertThat(costs).extracting(Cost::frames).containsExactly(10, 5);
    for (Cost cost : costs) {
      assertThat(cost.before()).containsOnlyKeys("nss", "sim", "cc", "kld");
      cost.before()
          .forEach(
              (metric, value) ->
                  assertThat(cost.after().get(metric))
                      .as("%s of %s", metric, cost.role())
                      .isCloseTo(value, within(0.1)));
    }
    assertThat(quantised.description().provenance()).containsKey("quantisation");
    assertThat(quantised.description().hash()).isNotEqualTo(Model.read(file).description().hash());
  }

  @Test
  void measuresTheCostOnOtherData() throws Exception {
    Path other = videos("other", 1, 4);

    Model quantised = job(Optional.of(other.toString()), Map.of("quantize.frames", "9")).run();

    List<Cost> costs = quantised.quantisation().orElseThrow().costs();
    assertThat(costs).extracting(Cost::data).containsExactly(data.toString(), other.toString());
    assertThat(costs).extracting(Cost::frames).containsExactly(9, 4);
  }

  @Test
  void aFileHoldsTheQuantisation() throws Exception {
    Model quantised = job().run();
    Path output = folder.resolve("quantised.pt");
    quantised.write(output);

    assertThat(Model.read(output).description()).isEqualTo(quantised.description());
    assertThat(Model.read(output).quantisation()).isEqualTo(quantised.quantisation());
  }

  @Test
  void theSameSeedGivesTheSameModel() throws Exception {
    assertThat(job("frames=8").run().description()).isEqualTo(job("frames=8").run().description());
  }

  @ParameterizedTest
  @CsvSource({
    "deeplab-resnet50, 8, 0, 1",
    "deeplab-resnet18, 16, 8, 1",
    "deeplab-resnet18, 8, 0, 2",
    "deeplab-efficientnet-lite0, 16, 8, 1",
  })
  void mapsInInt8AreCloseToThoseOfFloat32(String name, int stride, int skips, int window)
      throws IOException {
    Model model =
        model(
            name,
            Map.of(
                "output-stride", Integer.toString(stride),
                "skip-channels", Integer.toString(skips),
                "window", Integer.toString(window)));
    List<Frame> frames = Collections.nCopies(window, Formula.frame(SIZE, 1));
    Model quantised = model.quantised(new Quantisation(ranges(model, frames), List.of()), "a test");
    Device cpu = Device.cpu();
    try (ServingModel exact = ServingModel.open(quantised, cpu, ServingTarget.any(Precision.FP32));
        ServingModel rounded = ServingModel.open(quantised, cpu, ServingTarget.INT8)) {
      float[] expected = exact.predictWindows(List.of(frames), 1).get(0);
      float[] actual = rounded.predictWindows(List.of(frames), 1).get(0);
      double sum = 0;
      for (int i = 0; i < expected.length; i++) {
        sum += Math.abs(expected[i] - actual[i]);
      }
      assertThat(sum / expected.length).isBetween(1e-6, MOST_DIFFERENCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"deeplab-resnet18, 16, 8", "deeplab-resnet50, 8, 0"})
  void aRecurrentNetworkEncodesEachFrameOnceInInt8Too(String name, int stride, int skips)
      throws IOException {
    Model model =
        model(
            name,
            Map.of(
                "output-stride", Integer.toString(stride),
                "skip-channels", Integer.toString(skips),
                "window", "3"));
    List<Frame> frames =
        IntStream.range(0, 7).mapToObj(seed -> Formula.frame(SIZE, seed + 1)).toList();
    List<List<Frame>> windows =
        IntStream.range(0, 4).mapToObj(i -> frames.subList(i, i + 3)).toList();
    Model quantised =
        model.quantised(new Quantisation(ranges(model, windows.get(0)), List.of()), "a test");
    try (ServingModel serving = ServingModel.open(quantised, Device.cpu(), ServingTarget.INT8);
        WindowSequence sequence = serving.sequence()) {
      for (int batch = 0; batch < 4; batch += 2) {
        List<List<Frame>> part = windows.subList(batch, batch + 2);
        List<float[]> expected = serving.predictWindows(part, 1);
        List<float[]> shared = sequence.predict(part, 1);
        for (int i = 0; i < 2; i++) {
          assertThat(shared.get(i)).containsExactly(expected.get(i), within(1e-6f));
        }
      }
    }
  }

  private static Map<String, Double> ranges(Model model, List<Frame> frames) throws IOException {
    Map<String, Double> ranges = new TreeMap<>();
    try (ActivationRecorder recorder = ActivationRecorder.open(model)) {
      float[][] counts = recorder.histograms(frames, 1);
      for (int i = 0; i < counts.length; i++) {
        float[] histogram = counts[i];
        double[] values =
            IntStream.range(0, histogram.length).mapToDouble(b -> histogram[b]).toArray();
        String path = recorder.paths().get(i);
        ranges.put(path, RangeFit.range(values, recorder.signedPaths().contains(path)));
      }
    }
    return ranges;
  }

  @Test
  void refusesAQuantisedModel() throws Exception {
    job().run().write(file);

    assertRefused(job(), Kind.INPUT, file.toString(), "already quantised", "made from");
  }

  @Test
  void refusesOneFrame() throws IOException {
    data = videos("one", 1, 1);

    assertRefused(job(), Kind.INPUT, data.toString(), "has 1 frame,", "at least 8");
  }

  @Test
  void refusesBlackFrames() throws IOException {
    blacken("");

    assertRefused(job(), Kind.INPUT, "Of the 10 frames", data.toString(), "10 are black");
  }

  @Test
  void leavesBlackFramesOut() throws Exception {
    blacken("0001");

    assertThat(job().run().quantisation()).isPresent();
  }

  private void blacken(String name) throws IOException {
    BufferedImage black =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
    try (Stream<Path> files = Files.walk(data)) {
      for (Path frame :
          files
              .filter(path -> path.toString().contains("frames/"))
              .filter(path -> path.getFileName().toString().contains(name))
              .toList()) {
        ImageIO.write(black, "png", frame.toFile());
      }
    }
  }

  @Test
  void refusesOneVideoWithoutValidationData() throws IOException {
    data = videos("one", 1, 9);

    assertRefused(job(), Kind.INPUT, data.toString(), "--validation-data");
  }

  @Test
  void refusesTheSameDataForValidation() {
    assertRefused(
        job(Optional.of(data + "/"), Map.of()), Kind.USAGE, data.toString(), "--validation-data");
  }

  /** Before the frames of the calibration are computed. */
  @Test
  void refusesAVideoWithoutMapsToMeasureOn() throws IOException {
    Path others = videos("others", 1, 3);
    Files.move(others.resolve("video001/gaussians"), folder.resolve("gaussians"));

    assertRefused(
        job(Optional.of(others.toString()), Map.of()),
        Kind.INPUT,
        "video 'video001' of " + others + " has no ground-truth maps");
  }

  @Test
  void refusesDeclaredTestVideos() throws IOException {
    Model.read(file).declaringTests(List.of("video002")).write(file);

    assertRefused(job(), Kind.INPUT, "video 'video002'", "quantise on other videos");
    Path others = videos("others", 2, 3);
    Files.move(data.resolve("video002"), folder.resolve("video002"));
    assertRefused(
        job(Optional.of(others.toString()), Map.of()),
        Kind.INPUT,
        "video 'video002' of " + others,
        "measure on other videos");
  }

  @Test
  void int8NeedsAQuantisedModel() {
    assertThatThrownBy(
            () -> ServingModel.open(model(Map.of()), DeviceChoice.CPU, PrecisionChoice.INT8))
        .isInstanceOfSatisfying(
            UserException.class, error -> assertThat(error.kind()).isEqualTo(Kind.USAGE))
        .hasMessageContaining("model quantize");
  }
}
