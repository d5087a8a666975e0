package org.saliency.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.network.Network.Node;
import org.saliency.network.OneDnnConvolution.Tail;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.pytorch.RequestedPrecision;
import org.saliency.pytorch.ServingModel;
import org.saliency.torchscript.ArchiveWriter;

/** Compares quantised convolutions with sums over the same integers in double precision. */
class QuantisedConvolutionTest {

  private static final Size SIZE = new Size(14, 10);
  private static final int CHANNELS = 3;
  private static final Activation POSITIVE = Activation.of(2, false);
  private static final Activation SIGNED = Activation.of(1.5, true);

  @TempDir private Path folder;

  private final Random random = new Random(1);
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Frame frame = frame();

  @BeforeAll
  static void requireInt8() {
    boolean isAvailable;
    try {
      isAvailable =
          PyTorch.target(new RequestedPrecision(PrecisionChoice.INT8, true), Device.cpu())
              .isQuantised();
    } catch (org.saliency.UserException e) {
      isAvailable = false;
    }
    assumeTrue(isAvailable, "the CPU has no int8 instructions");
  }

  private Frame frame() {
    byte[] rgb = new byte[CHANNELS * SIZE.pixels()];
    random.nextBytes(rgb);
    return new Frame(SIZE, rgb);
  }

  private int add(String path, Operation operation, Integer... inputs) {
    nodes.add(new Node(path, operation, List.of(inputs)));
    return nodes.size() - 1;
  }

  private float[] values(int count, double magnitude) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (magnitude * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  /** The frame in -1..1, in 8 bits. */
  private int input() {
    tensors.put(
        "n.scale", Tensor.of(new long[] {1, 3, 1, 1}, new float[] {scale(), scale(), scale()}));
    tensors.put("n.offset", Tensor.of(new long[] {1, 3, 1, 1}, new float[] {-1, -1, -1}));
    int normalised = add("n", new Normalisation(CHANNELS), add("", new FrameInput(SIZE, 1)));
    return add("", new Quantise(SIGNED), normalised);
  }

  private static float scale() {
    return 2 / 255f;
  }

  private void weights(String path, Convolution convolution) {
    long[] shape = convolution.parameters().get(0).shape();
    WeightRounding rounding =
        WeightRounding.of(Tensor.of(shape, values((int) Tensor.elements(shape), 0.5)));
    tensors.put(path + ".weight", rounding.weights());
    tensors.put(path + ".scales", rounding.scales());
    tensors.put(
        path + ".bias",
        Tensor.of(new long[] {convolution.outputs()}, values(convolution.outputs(), 0.3)));
  }

  private float[] run(int rows, int columns) throws IOException {
    Path archive = folder.resolve("form.pt");
    ServingForm form =
        new ServingForm(
            new Network("test", NetworkOptions.DEFAULTS, nodes),
            new Weights(tensors),
            Precision.FP32);
    ArchiveWriter.write(archive, form);
    try (ServingModel model = ServingModel.open(archive, new Size(columns, rows), Device.cpu())) {
      return model.predict(List.of(frame), 1).get(0);
    }
  }

  /** The input as [channel][row][column] after rounding to 8 bits. */
  private double[][][] roundedInput() {
    double[][][] planes = new double[CHANNELS][SIZE.height()][SIZE.width()];
    for (int i = 0; i < CHANNELS * SIZE.pixels(); i++) {
      float value = (frame.rgb()[i] & 0xff) * scale() - 1;
      int pixel = i / CHANNELS;
      planes[i % CHANNELS][pixel / SIZE.width()][pixel % SIZE.width()] = rounded(value, SIGNED);
    }
    return planes;
  }

  private static double rounded(double value, Activation activation) {
    long step = Math.round(value / activation.scale()) + activation.zeroPoint();
    return (Math.max(0, Math.min(255, step)) - activation.zeroPoint()) * activation.scale();
  }

  private double[][][] reference(String path, Convolution c, double[][][] in) {
    int border = c.dilation() * (c.kernel() / 2);
    int first = c.padding() == Convolution.Padding.EVEN ? border - c.dilation() : border;
    Shape shape = c.output(List.of(Shape.of(c.inputs(), SIZE)));
    byte[] weights = tensors.get(path + ".weight").bytes();
    float[] scales = tensors.get(path + ".scales").floats();
    float[] bias = tensors.get(path + ".bias").floats();
    int perGroup = c.inputs() / c.groups();
    double[][][] out = new double[c.outputs()][shape.height()][shape.width()];
    for (int o = 0; o < c.outputs(); o++) {
      int firstInput = o / (c.outputs() / c.groups()) * perGroup;
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          double sum = 0;
          for (int i = 0; i < perGroup; i++) {
            for (int ky = 0; ky < c.kernel(); ky++) {
              for (int kx = 0; kx < c.kernel(); kx++) {
                int row = y * c.stride() + ky * c.dilation() - first;
                int column = x * c.stride() + kx * c.dilation() - first;
                if (row >= 0 && row < SIZE.height() && column >= 0 && column < SIZE.width()) {
                  int tap = ((o * perGroup + i) * c.kernel() + ky) * c.kernel() + kx;
                  sum += weights[tap] * in[firstInput + i][row][column];
                }
              }
            }
          }
          out[o][y][x] = sum * scales[o] + bias[o];
        }
      }
    }
    return out;
  }

  private static double activated(double value, Tail tail) {
    return switch (tail) {
      case NONE, ADD -> value;
      case RELU, ADD_RELU -> Math.max(0, value);
      case RELU6 -> Math.max(0, Math.min(6, value));
    };
  }

  /** Compares results that are rounded to 8 bits, and clipped to their range. */
  private static void assertWithinAStep(
      float[] actual, double[][][] expected, Tail tail, Activation activation) {
    double largest = (255 - activation.zeroPoint()) * activation.scale();
    double smallest = -activation.zeroPoint() * activation.scale();
    assertClose(
        actual,
        expected,
        value -> Math.max(smallest, Math.min(largest, activated(value, tail))),
        0.51 * activation.scale());
  }

  private static void assertClose(
      float[] actual, double[][][] expected, DoubleUnaryOperator change, double tolerance) {
    assertThat(actual).hasSize(expected.length * expected[0].length * expected[0][0].length);
    int i = 0;
    for (double[][] plane : expected) {
      for (double[] row : plane) {
        for (double value : row) {
          assertThat((double) actual[i])
              .as("value %d", i)
              .isCloseTo(change.applyAsDouble(value), within(tolerance));
          i++;
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 4, 1, 1, 1, 1, CENTERED",
    "RELU, 4, 3, 1, 1, 1, CENTERED",
    "RELU, 6, 3, 2, 1, 1, CENTERED",
    "RELU, 5, 3, 1, 3, 1, CENTERED",
    "RELU6, 3, 5, 1, 1, 3, CENTERED",
    "RELU6, 3, 3, 2, 1, 3, EVEN",
  })
  void equalsTheReferenceWithinAStep(
      Tail tail,
      int outputs,
      int kernel,
      int stride,
      int dilation,
      int groups,
      Convolution.Padding padding)
      throws IOException {
    Convolution convolution =
        new Convolution(CHANNELS, outputs, kernel, stride, dilation, groups, padding, true);
    Activation output = tail == Tail.NONE ? SIGNED : POSITIVE;
    weights("c", convolution);
    int result = add("c", quantised(convolution, tail, Optional.of(output)), input());
    add("", new Dequantise(output), result);

    double[][][] expected = reference("c", convolution, roundedInput());
    assertWithinAStep(
        run(expected.length * expected[0].length, expected[0][0].length), expected, tail, output);
  }

  private static QuantisedConvolution quantised(
      Convolution convolution, Tail tail, Optional<Activation> output) {
    return new QuantisedConvolution(
        convolution, tail, Shape.of(CHANNELS, SIZE), SIGNED, Optional.empty(), output);
  }

  @Test
  void givesFloat32ForLayersOfFullPrecision() throws IOException {
    Convolution convolution = Convolution.of(CHANNELS, 4, 3).withBias();
    weights("c", convolution);
    add("c", quantised(convolution, Tail.RELU, Optional.empty()), input());

    double[][][] expected = reference("c", convolution, roundedInput());
    assertClose(
        run(4 * SIZE.height(), SIZE.width()), expected, value -> activated(value, Tail.RELU), 1e-4);
  }

  @ParameterizedTest
  @CsvSource({"ADD_RELU", "ADD"})
  void addsASecondInputOfAnotherScale(Tail tail) throws IOException {
    Convolution shortcut = Convolution.of(CHANNELS, 4, 1).withBias();
    Convolution convolution = Convolution.of(CHANNELS, 4, 3).withBias();
    Activation output = tail == Tail.ADD ? SIGNED : POSITIVE;
    Activation other = Activation.of(1.2, true);
    weights("s", shortcut);
    weights("c", convolution);
    int input = input();
    int first = add("s", quantised(shortcut, Tail.NONE, Optional.of(other)), input);
    int sum =
        add(
            "c",
            new QuantisedConvolution(
                convolution,
                tail,
                Shape.of(CHANNELS, SIZE),
                SIGNED,
                Optional.of(other),
                Optional.of(output)),
            input,
            first);
    add("", new Dequantise(output), sum);

    double[][][] expected = reference("c", convolution, roundedInput());
    double[][][] added = reference("s", shortcut, roundedInput());
    for (int o = 0; o < expected.length; o++) {
      for (int y = 0; y < SIZE.height(); y++) {
        for (int x = 0; x < SIZE.width(); x++) {
          expected[o][y][x] += rounded(added[o][y][x], other);
        }
      }
    }
    assertWithinAStep(run(4 * SIZE.height(), SIZE.width()), expected, tail, output);
  }
}
