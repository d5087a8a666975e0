package org.saliency.network;

import java.util.List;
import java.util.Locale;

/**
 * A convolution by oneDNN on an x86 CPU ({@code mkldnn::_convolution_pointwise}, which PyTorch's
 * CPU compiler also uses). Its weights are reordered for oneDNN once after loading, which PyTorch's
 * own convolution does at each call, and the operation that follows is fused into it.
 *
 * @param convolution the convolution
 * @param tail the fused operation
 * @param size shape of the input; weights in the order for another size would be reordered at each
 *     call
 */
public record OneDnnConvolution(Convolution convolution, Tail tail, Shape size)
    implements ComputedConvolution {

  /** Frames of a forward pass on a CPU; the order for two also serves one frame and four. */
  private static final int BATCH = 2;

  /** Operation fused into a convolution. */
  public enum Tail {
    /** None. */
    NONE("\"none\", [], \"\""),
    /** ReLU. */
    RELU("\"relu\", [], \"\""),
    /** ReLU6. */
    RELU6("\"hardtanh\", annotate(List[Optional[number]], [0., 6.]), \"\""),
    /** Addition to the second input, which is overwritten. */
    ADD("\"add\", 1., None, [], None"),
    /** Addition to the second input, which is overwritten, then ReLU. */
    ADD_RELU("\"add\", 1., \"relu\", [], \"\"");

    private final String arguments;

    Tail(String arguments) {
      this.arguments = arguments;
    }

    boolean isSum() {
      return this == ADD || this == ADD_RELU;
    }

    /** TorchScript of a convolution with reordered weights and this operation, not a sum. */
    String pointwise(String features, String weight, String bias, String geometry) {
      return String.format(
          Locale.ROOT,
          "ops.mkldnn._convolution_pointwise(%s, %s, %s, %s, %s)",
          features,
          weight,
          bias,
          geometry,
          arguments);
    }

    /** TorchScript of a convolution with reordered weights that is added to other features. */
    String pointwiseSum(
        String features, String other, String weight, String bias, String geometry) {
      return String.format(
          Locale.ROOT,
          "ops.mkldnn._convolution_pointwise_(%s, %s, %s, %s, %s, %s)",
          other,
          features,
          weight,
          bias,
          geometry,
          arguments);
    }
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String weight = code.storedWeight(self, "weight");
    String bias = convolution.bias() ? code.storedWeight(self, "bias") : "None";
    String geometry = convolution.geometry();
    code.prepare(weight, "%s", reordered(convolution.computedWeight(weight), geometry, size));
    code.assign(
        result,
        "%s",
        tail.isSum()
            ? tail.pointwiseSum(inputs.get(0), inputs.get(1), weight, bias, geometry)
            : tail.pointwise(inputs.get(0), weight, bias, geometry));
  }

  /** TorchScript of weights in the order in which a convolution reads them. */
  static String reordered(String weight, String geometry, Shape size) {
    return String.format(
        Locale.ROOT,
        "ops.mkldnn._reorder_convolution_weight(%s, %s, %s)",
        weight,
        geometry,
        Code.list(BATCH, size.channels(), size.height(), size.width()));
  }
}
