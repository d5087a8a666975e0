package org.saliency.network;

import java.util.List;

/**
 * A convolution by oneDNN on an x86 CPU ({@code mkldnn::_convolution_pointwise}, which PyTorch's
 * CPU compiler also uses). Its weights are reordered for oneDNN once after loading, which PyTorch's
 * own convolution does at each call, and the operation that follows is fused into it.
 *
 * @param convolution the convolution
 * @param tail the fused operation
 */
public record OneDnnConvolution(Convolution convolution, Tail tail) implements Operation {

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
  }

  @Override
  public List<Parameter> parameters() {
    return convolution.parameters();
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return convolution.output(inputs);
  }

  @Override
  public int fanIn() {
    return convolution.fanIn();
  }

  @Override
  public long multiplyAdds(Shape output) {
    return convolution.multiplyAdds(output);
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String weight = code.storedWeight(self, "weight");
    String bias = convolution.bias() ? code.storedWeight(self, "bias") : "None";
    String geometry = convolution.geometry();
    code.prepare(
        weight,
        "ops.mkldnn._reorder_convolution_weight(%s, %s, None)",
        convolution.computedWeight(weight),
        geometry);
    code.assign(
        result,
        "ops.mkldnn._convolution_pointwise%s, %s, %s, %s, %s)",
        tail.isSum() ? "_(" + inputs.get(1) + ", " + inputs.get(0) : "(" + inputs.get(0),
        weight,
        bias,
        geometry,
        tail.arguments);
  }

  @Override
  public String kind() {
    return convolution.kind();
  }
}
