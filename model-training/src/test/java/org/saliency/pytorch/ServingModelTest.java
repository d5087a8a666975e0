package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.checkpoint.Formula;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.model.Model;
import org.saliency.network.BatchNorm;
import org.saliency.network.FrameInput;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Networks;
import org.saliency.network.Precision;
import org.saliency.network.ServingForm;
import org.saliency.network.ServingTarget;
import org.saliency.network.Weights;
import org.saliency.torchscript.ArchiveWriter;

class ServingModelTest {

  private static final Size SIZE = new Size(100, 75);
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};

  @TempDir private Path folder;

  private final Model model = model();

  private static Model model() {
    Network network = Networks.named("deeplab-resnet18");
    return Model.of(network, Formula.weights(network), SIZE, Map.of(), Map.of());
  }

  private ServingModel open() throws IOException {
    ServingForm form = model.servingForm(ServingTarget.any(Precision.FP32));
    Path archive = folder.resolve("serving.pt");
    ArchiveWriter.write(archive, form);
    return ServingModel.open(archive, SIZE, Device.cpu());
  }

  /** The map of the model file in evaluation mode; the frame has the input size. */
  private float[] plain(Frame frame) throws Exception {
    Path file = folder.resolve("M.pt");
    model.write(file);
    float[] planes = new float[3 * SIZE.pixels()];
    for (int i = 0; i < planes.length; i++) {
      int channel = i / SIZE.pixels();
      int grey = frame.rgb()[3 * (i % SIZE.pixels()) + channel] & 0xff;
      planes[i] = (float) ((grey / 255.0 - MEAN[channel]) / DEVIATION[channel]);
    }
    try (PlainRun run = new PlainRun(file)) {
      return run.evaluate(planes, 1, SIZE);
    }
  }

  private static void assertEqual(float[] map, float[] expected) {
    assertThat(map).hasSameSizeAs(expected);
    for (int i = 0; i < map.length; i++) {
      assertThat(map[i]).as("pixel %d", i).isCloseTo(expected[i], within(1e-4f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "deeplab-efficientnet-lite0, 8, 8",
    "deeplab-efficientnet-lite0, 32, 32",
    "deeplab-efficientnet-lite1, 32, 16",
    "deeplab-efficientnet-lite2, 32, 4",
    "deeplab-resnet18, 32, 1"
  })
  void theLeastInputSizeRunsAndSmallerOnesAreRefused(String name, String stride, int least)
      throws IOException {
    NetworkOptions options = NetworkOptions.of(Map.of("output-stride", stride));
    Model model = Model.create(name, options, new Size(least, least + 1), 1);

    try (ServingModel serving =
        ServingModel.open(model, Device.cpu(), ServingTarget.any(Precision.FP32))) {
      List<float[]> maps = serving.predict(List.of(Formula.frame(new Size(5, 4), 0)), 1);
      assertThat(maps.get(0)).hasSize(least * (least + 1));
    }
    if (least > 1) {
      assertThatThrownBy(() -> Model.create(name, options, new Size(64, least - 1), 1))
          .hasMessage(
              "The input size 64x%d is too small for %s with network.output-stride %s: use at least"
                  + " %dx%d",
              least - 1, name, stride, least, least);
    }
  }

  @Test
  void servingFormGivesTheMapOfTheModelFile() throws Exception {
    Frame frame = Formula.frame(SIZE, 0);
    try (ServingModel serving = open()) {
      assertEqual(serving.predict(List.of(frame), 1).get(0), plain(frame));
    }
  }

  /**
   * The serving form resizes in float32, so a value near a half may be rounded the other way: one
   * grey level at few pixels. Halving yields many exact halves and is exact except at the border.
   */
  @ParameterizedTest
  @CsvSource({"333x190, 0.001", "61x40, 0.005", "200x150, 0.001"})
  void resizesFramesAsTrainingDoes(String from, double mayDiffer) throws IOException {
    Frame frame = Formula.frame(Size.parse(from), 1);
    byte[] expected = Resize.antialiased(frame, SIZE).rgb();
    float[] red = redInside(frame);
    int differing = 0;
    for (int i = 0; i < red.length; i++) {
      float step = Math.abs(red[i] - (expected[3 * i] & 0xff));
      assertThat(step).as("pixel %d", i).isIn(0f, 1f);
      differing += (int) step;
    }
    assertThat(differing).isLessThanOrEqualTo((int) (mayDiffer * red.length));
  }

  /** The red plane of a frame in the serving form, before normalisation. */
  private float[] redInside(Frame frame) throws IOException {
    Network input =
        new Network(
            "input",
            NetworkOptions.DEFAULTS,
            List.of(new Network.Node("", new FrameInput(SIZE, 1), List.of())));
    Path archive = folder.resolve("input.pt");
    ArchiveWriter.write(archive, input, new Weights(Map.of()), Map.of());
    try (ServingModel serving = ServingModel.open(archive, SIZE, Device.cpu())) {
      return serving.predict(List.of(frame), 1).get(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"333x190", "61x40", "200x150"})
  void framesOfAnySizeGiveTheMapOfTheResizedFrame(String size) throws Exception {
    Frame frame = Formula.frame(Size.parse(size), 1);
    float[] expected = plain(Resize.antialiased(frame, SIZE));
    try (ServingModel serving = open()) {
      float[] map = serving.predict(List.of(frame), 1).get(0);
      for (int i = 0; i < map.length; i++) {
        assertThat(map[i]).as("pixel %d", i).isCloseTo(expected[i], within(1e-3f));
      }
    }
  }

  @Test
  void aFramesMapDoesNotDependOnItsBatch() throws IOException {
    Frame first = Formula.frame(SIZE, 0);
    Frame second = Formula.frame(SIZE, 3);
    try (ServingModel serving = open()) {
      List<float[]> together = serving.predict(List.of(first, second), 1);
      assertThat(together).hasSize(2);
      assertEqual(together.get(0), serving.predict(List.of(first), 1).get(0));
      assertEqual(together.get(1), serving.predict(List.of(second), 1).get(0));
    }
  }

  @Test
  void mapsSpanZeroToOne() throws IOException {
    try (ServingModel serving = open()) {
      float[] map = serving.predict(List.of(Formula.frame(SIZE, 0)), 1).get(0);
      float lowest = 1;
      float highest = 0;
      for (float value : map) {
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
      assertThat(lowest).isZero();
      assertThat(highest).isCloseTo(1, within(1e-5f));
    }
  }

  @Test
  void servingFormHasNoBatchNorm() {
    assertThat(model.servingForm(ServingTarget.any(Precision.FP32)).network().nodes())
        .noneMatch(node -> node.operation() instanceof BatchNorm);
  }

  @Test
  void refusesABatchOfTwoSizes() throws IOException {
    try (ServingModel serving = open()) {
      assertThatThrownBy(
              () ->
                  serving.predict(
                      List.of(Formula.frame(SIZE, 0), Formula.frame(new Size(10, 8), 0)), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("100x75", "10x8");
    }
  }

  @Test
  void refusesAFileThatIsNotAnArchiveByItsPath() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.pt"), "not an archive");
    assertThatThrownBy(() -> ServingModel.open(file, SIZE, Device.cpu()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }
}
