package org.saliency.network;

import java.util.List;
import java.util.Optional;
import org.saliency.network.OneDnnConvolution.Tail;

/**
 * A convolution of 8-bit features with int8 weights by oneDNN on an x86 CPU ({@code
 * onednn::qconv2d_pointwise}). Sums are int32; the bias and the fused operation are float32. The
 * weights are symmetric, with a scale for each output channel, and reordered once after loading.
 *
 * @param convolution the convolution, with bias
 * @param tail the fused operation
 * @param size shape of the input
 * @param input representation of the input
 * @param other representation of the second input of a sum, which is overwritten; else empty
 * @param output representation of the result; empty for float32
 */
record QuantisedConvolution(
    Convolution convolution,
    Tail tail,
    Shape size,
    Activation input,
    Optional<Activation> other,
    Optional<Activation> output)
    implements ComputedConvolution {

  /** Name of the tensor of the weights' scales. */
  static final String SCALES = "scales";

  /** PyTorch's numbers of uint8 and float32. */
  private static final int UINT8 = 0;

  private static final int FLOAT32 = 6;

  @Override
  public List<Parameter> parameters() {
    long outputs = convolution.outputs();
    return List.of(
        new Parameter(
            "weight",
            convolution.parameters().get(0).shape(),
            Parameter.Role.BUFFER,
            Parameter.Initial.ZEROS),
        buffer("bias", outputs),
        buffer(SCALES, outputs));
  }

  private static Parameter buffer(String name, long length) {
    return new Parameter(name, new long[] {length}, Parameter.Role.BUFFER, Parameter.Initial.ZEROS);
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String weight = self.attribute("weight");
    String scales = self.attribute(SCALES);
    String geometry = convolution.stridedGeometry();
    code.prepare(
        weight,
        "ops.onednn.qconv_prepack(%s, %s, %s, %s, %s)",
        convolution.computedWeight(weight),
        scales,
        input.arguments(),
        geometry,
        Code.list(1, size.channels(), size.height(), size.width()));
    String zeroPoints = "torch.zeros([" + convolution.outputs() + "], dtype=3)";
    code.assign(
        result,
        "ops.onednn.qconv2d_pointwise(%s, %s, %s, %s, %s%s, %s, %s, %s, %d%s)",
        inputs.get(0),
        input.arguments(),
        weight,
        scales,
        zeroPoints,
        tail.isSum() ? ", " + inputs.get(1) : "",
        self.attribute("bias"),
        geometry,
        output.map(Activation::arguments).orElse("1., 0"),
        output.isPresent() ? UINT8 : FLOAT32,
        fused());
  }

  /** TorchScript of the arguments for the fused operation. */
  private String fused() {
    String sum = other.map(o -> ", " + o.arguments() + ", \"sum\", 1.").orElse("");
    return sum
        + switch (tail) {
          case NONE, ADD -> ", \"none\", [], \"\"";
          case RELU, ADD_RELU -> ", \"relu\", [], \"\"";
          case RELU6 -> ", \"hardtanh\", annotate(List[Optional[number]], [0., 6.]), \"\"";
        };
  }
}
