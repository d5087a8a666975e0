package org.saliency.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.network.Network.Node;
import org.saliency.network.OneDnnConvolution.Tail;
import org.saliency.pytorch.ServingModel;
import org.saliency.torchscript.ArchiveWriter;

/** Compares convolutions that are computed in parts with PyTorch's own. */
@EnabledOnOs(
    architectures = {"amd64", "x86_64"},
    disabledReason = "the parts are oneDNN's")
class SplitConvolutionsTest {

  private static final Size SIZE = new Size(14, 10);
  private static final int CHANNELS = 3;
  private static final Shape INPUT = Shape.of(CHANNELS, SIZE);

  @TempDir private Path folder;

  private final Random random = new Random(1);
  private final List<Frame> frames = List.of(frame(), frame());
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private Frame frame() {
    byte[] rgb = new byte[CHANNELS * SIZE.pixels()];
    random.nextBytes(rgb);
    return new Frame(SIZE, rgb);
  }

  private Tensor tensor(long... shape) {
    float[] values = new float[(int) Tensor.elements(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(shape, values);
  }

  /** The map of each frame. */
  private List<float[]> run(ServingForm form) throws IOException {
    Path archive = folder.resolve("form.pt");
    ArchiveWriter.write(archive, form);
    try (ServingModel model = ServingModel.open(archive, SIZE, Device.cpu())) {
      return model.predict(frames, 1);
    }
  }

  /** Frames, operations one after the other with tensors {@code c.*}, and a sum of the channels. */
  private ServingForm form(Operation... operations) {
    tensors.put("n.scale", Tensor.of(new long[] {1, 3, 1, 1}, new float[] {0.01f, 0.01f, 0.01f}));
    tensors.put("n.offset", Tensor.of(new long[] {1, 3, 1, 1}, new float[] {-1, -1, -1}));
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node("", new FrameInput(SIZE, 1), List.of()));
    nodes.add(new Node("n", new Normalisation(CHANNELS), List.of(0)));
    for (Operation operation : operations) {
      nodes.add(new Node("c", operation, List.of(nodes.size() - 1)));
    }
    int channels = operations[0].output(List.of(INPUT)).channels();
    tensors.putIfAbsent("sum.weight", tensor(1, channels, 1, 1));
    nodes.add(new Node("sum", Convolution.of(channels, 1, 1), List.of(nodes.size() - 1)));
    nodes.add(new Node("", new DropChannel(), List.of(nodes.size() - 1)));
    return new ServingForm(
        new Network("test", NetworkOptions.DEFAULTS, nodes), new Weights(tensors), Precision.FP32);
  }

  /** Maps of PyTorch's convolution, followed by the operation that the other form has fused. */
  private List<float[]> expected(Convolution convolution, Tail tail) throws IOException {
    return run(
        switch (tail) {
          case RELU -> form(convolution, new Relu());
          case RELU6 -> form(convolution, new Relu6());
          default -> form(convolution);
        });
  }

  private void assertEqual(List<float[]> actual, List<float[]> expected) {
    for (int sample = 0; sample < frames.size(); sample++) {
      assertThat(actual.get(sample)).containsExactly(expected.get(sample), within(1e-5f));
    }
  }

  private Convolution convolution(int inputs, int dilation) {
    Convolution convolution = Convolution.of(inputs, 1, 3).dilation(dilation).withBias();
    tensors.put("c.weight", tensor(1, inputs, 3, 3));
    tensors.put("c.bias", tensor(1));
    return convolution;
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "9", "10", "13", "14"})
  void aConvolutionToOneChannelIsASumOfShiftedMaps(int dilation) throws Exception {
    Convolution convolution = convolution(CHANNELS, dilation);
    List<float[]> expected = expected(convolution, Tail.NONE);

    List<float[]> actual = run(form(new SingleMapConvolution(convolution, INPUT)));

    assertEqual(actual, expected);
  }

  @ParameterizedTest
  @CsvSource({"1, NONE", "6, RELU", "9, RELU6", "10, RELU", "13, NONE", "14, RELU6"})
  void anAtrousConvolutionIsTheSumOfItsRows(int dilation, Tail tail) throws Exception {
    Convolution convolution = convolution(CHANNELS, dilation);
    List<float[]> expected = expected(convolution, tail);
    AtrousConvolution byRows = new AtrousConvolution(convolution, tail, INPUT);
    AtrousConvolutions.putRows(tensors, "c", byRows);

    List<float[]> actual = run(form(byRows));

    assertEqual(actual, expected);
    assertThat(tensors.containsKey("c.above")).isEqualTo(dilation < SIZE.height());
  }

  @ParameterizedTest
  @CsvSource({"3, 5, NONE", "5, 4, RELU6", "5, 3, RELU", "7, 2, NONE"})
  void aDepthwiseConvolutionIsThatOfItsPhases(int kernel, int dilation, Tail tail)
      throws Exception {
    Convolution convolution = Convolution.depthwise(CHANNELS, kernel).dilation(dilation);
    tensors.put("c.weight", tensor(CHANNELS, 1, kernel, kernel));
    tensors.put("c.bias", tensor(CHANNELS));
    convolution = convolution.withBias();
    List<float[]> expected = expected(convolution, tail);

    assertThat(PhasedConvolution.isFaster(convolution, tail)).isTrue();
    List<float[]> actual = run(form(new PhasedConvolution(convolution, tail, INPUT)));

    assertEqual(actual, expected);
  }

  @Test
  void onlyDistantTapsOfManyChannelsAreSplit() {
    assertThat(split(Convolution.of(512, 64, 3).dilation(6), Tail.RELU)).isTrue();
    assertThat(split(Convolution.of(511, 64, 3).dilation(6), Tail.RELU)).isFalse();
    assertThat(split(Convolution.of(512, 64, 3).dilation(5), Tail.RELU)).isFalse();
    assertThat(split(Convolution.of(512, 64, 3).dilation(6), Tail.ADD_RELU)).isFalse();
    assertThat(split(Convolution.of(512, 64, 1), Tail.RELU)).isFalse();
    assertThat(split(Convolution.depthwise(512, 3).dilation(6), Tail.RELU)).isFalse();
  }

  private static boolean split(Convolution convolution, Tail tail) {
    return AtrousConvolutions.isFasterByRows(
        new OneDnnConvolution(convolution, tail, new Shape(convolution.inputs(), 10, 14)));
  }
}
