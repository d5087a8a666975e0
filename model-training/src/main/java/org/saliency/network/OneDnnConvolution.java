package org.saliency.network;

import java.util.List;

/**
 * A convolution as oneDNN does it on an x86 CPU. Its weights are brought into oneDNN's order once,
 * after they are loaded, where PyTorch's own convolution would do so at each call, and what follows
 * the convolution is done to its results before they are written.
 *
 * <p>It is PyTorch's {@code mkldnn::_convolution_pointwise}, which its compiler for CPUs uses, too.
 *
 * @param convolution what it computes
 * @param tail what it does to the results
 */
public record OneDnnConvolution(Convolution convolution, Tail tail) implements Operation {

  /** What follows a convolution. */
  public enum Tail {
    /** Nothing. */
    NONE("\"none\", [], \"\""),
    /** Negative values become zero. */
    RELU("\"relu\", [], \"\""),
    /** The second input is added, which is overwritten; then negative values become zero. */
    ADD_RELU("\"add\", 1., \"relu\", [], \"\"");

    private final String arguments;

    Tail(String arguments) {
      this.arguments = arguments;
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
    String place =
        String.join(
            ", ",
            Code.list(convolution.padding(), convolution.padding()),
            Code.list(convolution.stride(), convolution.stride()),
            Code.list(convolution.dilation(), convolution.dilation()),
            "1");
    code.prepare(weight, "ops.mkldnn._reorder_convolution_weight(%s, %s, None)", weight, place);
    code.assign(
        result,
        "ops.mkldnn._convolution_pointwise%s, %s, %s, %s, %s)",
        tail == Tail.ADD_RELU ? "_(" + inputs.get(1) + ", " + inputs.get(0) : "(" + inputs.get(0),
        weight,
        bias,
        place,
        tail.arguments);
  }

  @Override
  public String kind() {
    return convolution.kind();
  }
}
