package org.saliency.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.frame.Size;

class NetworkOptionsTest {

  private static final Size COURSE_SIZE = new Size(384, 216);

  // Parameters by torchvision's ResNets and efficientnet_lite_pytorch without their heads, plus
  // ASPP
  // and decoder by hand.
  @ParameterizedTest
  @CsvSource({
    "deeplab-resnet18, 13257649",
    "deeplab-resnet34, 23365809",
    "deeplab-resnet50, 39430945",
    "deeplab-resnet101, 58423073",
    "deeplab-efficientnet-lite0, 3634289",
    "deeplab-efficientnet-lite1, 4398961",
    "deeplab-efficientnet-lite2, 5092785"
  })
  void networksHaveTheDepthOfTheirNames(String name, long parameters) {
    assertThat(Networks.named(name).parameterCount()).isEqualTo(parameters);
  }

  @Test
  void defaultOptionsKeepTheCost() {
    assertThat(Networks.named("deeplab-resnet50").multiplyAdds(COURSE_SIZE))
        .isEqualTo(52_157_038_592L);
  }

  @Test
  void outputStride16HasTheSameTensorsAtAThirdOfTheCost() {
    Network coarse =
        Networks.named("deeplab-resnet50", NetworkOptions.of(Map.of("output-stride", "16")));
    Network fine = Networks.named("deeplab-resnet50");
    assertThat(coarse.parameters().keySet()).isEqualTo(fine.parameters().keySet());
    assertThat(coarse.parameterCount()).isEqualTo(fine.parameterCount());
    assertThat(coarse.multiplyAdds(COURSE_SIZE)).isLessThan(fine.multiplyAdds(COURSE_SIZE) / 3);
    assertThat(output(coarse, "encoder.layer4.2.bn3")).isEqualTo(new Shape(2048, 14, 24));
  }

  @Test
  void theLastStagesOfEfficientNetAreDilatedAtEachOutputStride() {
    Map<String, Shape> shapes =
        Map.of(
            "8", new Shape(320, 27, 48),
            "16", new Shape(320, 13, 24),
            "32", new Shape(320, 6, 12));
    shapes.forEach(
        (stride, shape) -> {
          Network network =
              Networks.named(
                  "deeplab-efficientnet-lite0", NetworkOptions.of(Map.of("output-stride", stride)));
          assertThat(output(network, "encoder._blocks.15._bn2")).isEqualTo(shape);
        });
  }

  /** 224, 240 and 260 halve to even and odd sizes, which need other padding. */
  @Test
  void evenSizesOfTheNominalFrameArePaddedAtTheEndAsInTensorFlow() {
    assertThat(evenlyPadded("deeplab-efficientnet-lite0"))
        .containsExactly(
            "_conv_stem",
            "_blocks.1._depthwise_conv",
            "_blocks.3._depthwise_conv",
            "_blocks.5._depthwise_conv",
            "_blocks.11._depthwise_conv");
    assertThat(evenlyPadded("deeplab-efficientnet-lite1"))
        .containsExactly(
            "_conv_stem",
            "_blocks.1._depthwise_conv",
            "_blocks.4._depthwise_conv",
            "_blocks.7._depthwise_conv");
    assertThat(evenlyPadded("deeplab-efficientnet-lite2"))
        .containsExactly("_conv_stem", "_blocks.1._depthwise_conv");
  }

  private static List<String> evenlyPadded(String name) {
    return Networks.named(name, NetworkOptions.of(Map.of("output-stride", "32"))).nodes().stream()
        .filter(
            node ->
                node.operation() instanceof Convolution convolution
                    && convolution.padding() == Convolution.Padding.EVEN)
        .map(node -> node.path().replaceFirst("encoder.", ""))
        .toList();
  }

  @Test
  void mapsHaveTheInputSizeWithEveryOption() {
    List<Map<String, String>> choices =
        List.of(
            Map.of("output-stride", "16"),
            Map.of("skip-channels", "48"),
            Map.of("output-stride", "16", "skip-channels", "48", "decoder-channels", "32"),
            Map.of("output-stride", "32", "skip-channels", "48"),
            Map.of("smoothing", "9", "center-prior", "learned", "dropout", "0.1"),
            Map.of("flip-averaging", "true", "center-prior", "learned"));
    for (Map<String, String> choice : choices) {
      for (Size size : List.of(COURSE_SIZE, new Size(7, 5), new Size(101, 67))) {
        for (String name : List.of("deeplab-resnet34", "deeplab-efficientnet-lite1")) {
          List<LayerSummary> rows = Networks.named(name, NetworkOptions.of(choice)).summary(size);
          assertThat(rows.get(rows.size() - 1).output()).isEqualTo(Shape.of(1, size));
        }
      }
    }
  }

  @Test
  void flipAveragingDoublesTheCostAndAddsNoTensor() {
    Network plain = Networks.named("deeplab-resnet18");
    Network averaging =
        Networks.named("deeplab-resnet18", NetworkOptions.of(Map.of("flip-averaging", "true")));
    assertThat(averaging.multiplyAdds(COURSE_SIZE)).isEqualTo(2 * plain.multiplyAdds(COURSE_SIZE));
    assertThat(averaging.parameters().keySet()).isEqualTo(plain.parameters().keySet());
  }

  @Test
  void recurrentNetworksRefuseFlipAveraging() {
    Map<String, String> choice = Map.of("flip-averaging", "true", "window", "3");
    assertThatThrownBy(() -> NetworkOptions.of(choice))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("network.flip-averaging", "recurrent", "window");
    Map<String, String> withVideoBias = new HashMap<>(choice);
    withVideoBias.put("video-bias", "motion");
    assertThat(NetworkOptions.of(withVideoBias).flipAveraging()).isTrue();
  }

  private static Shape output(Network network, String path) {
    return network.summary(COURSE_SIZE).stream()
        .filter(row -> row.path().equals(path))
        .findFirst()
        .orElseThrow()
        .output();
  }

  @Test
  void smoothingStartsAsAGaussianAndTheCenterPriorAtZero() {
    Network network =
        Networks.named(
            "deeplab-resnet18",
            NetworkOptions.of(Map.of("smoothing", "7", "center-prior", "learned")));
    Weights weights = Weights.initial(network, 3);
    float[] taps = weights.tensor("smoothing.vertical").floats();
    float sum = 0;
    for (float tap : taps) {
      sum += tap;
    }
    assertThat(sum).isCloseTo(1, within(1e-6f));
    // exp(-x^2 / 2) one and three taps from the middle, the standard deviation being 7/6 taps.
    assertThat(taps[2] / taps[3]).isCloseTo(0.692569f, within(1e-5f));
    assertThat(taps[6] / taps[3]).isCloseTo(0.036658f, within(1e-5f));
    assertThat(weights.tensor("center_prior.weight").floats()).containsOnly(0);
  }

  @Test
  void optionsSurviveARoundTripThroughValues() {
    NetworkOptions options =
        NetworkOptions.of(
            Map.of(
                "output-stride", "16",
                "decoder-channels", "32",
                "output", "softmax",
                "flip-averaging", "true"));
    assertThat(NetworkOptions.of(options.values())).isEqualTo(options);
    assertThat(NetworkOptions.of(NetworkOptions.DEFAULTS.values()))
        .isEqualTo(NetworkOptions.DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource({
    "output-stride, 12, '8, 16 or 32'",
    "smoothing, 4, odd",
    "decoder-channels, 30, multiple of 4",
    "output, tanh, softmax",
    "dropout, 1, 0.99"
  })
  void refusesAnInvalidValueWithItsName(String name, String value, String expected) {
    assertThatThrownBy(() -> NetworkOptions.of(Map.of(name, value)))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("network." + name, value, expected);
  }
}
