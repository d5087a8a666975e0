package org.saliency.network;

import java.util.ArrayList;
import java.util.List;
import org.saliency.network.OneDnnConvolution.Tail;

/**
 * An atrous convolution with a kernel of three rows by oneDNN, as the sum of the convolutions with
 * each row, of the part of the features that the row meets. On CPUs that multiply tiles (AMX),
 * oneDNN computes a row of distant taps up to ten times as fast as such a kernel.
 *
 * @param convolution the convolution, of stride 1
 * @param tail the fused operation; not a sum
 * @param size shape of the input
 */
record AtrousConvolution(Convolution convolution, Tail tail, Shape size)
    implements ComputedConvolution {

  /** Tensors of the rows of the kernel above and below the middle one, if they meet features. */
  static final String ABOVE = "above";

  static final String BELOW = "below";

  /** Whether the rows above and below the middle one meet any features. */
  boolean hasOuterRows() {
    return convolution.dilation() < size.height();
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(row("weight"));
    if (hasOuterRows()) {
      parameters.add(row(ABOVE));
      parameters.add(row(BELOW));
    }
    if (convolution.bias()) {
      parameters.add(convolution.parameters().get(1));
    }
    return parameters;
  }

  private Parameter row(String name) {
    long[] shape = {convolution.outputs(), convolution.inputs(), 1, convolution.kernel()};
    return new Parameter(name, shape, Parameter.Role.BUFFER, Parameter.Initial.ZEROS);
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String x = inputs.get(0);
    String bias = convolution.bias() ? code.storedWeight(self, "bias") : "None";
    int rows = size.height();
    int distance = convolution.dilation();
    if (!hasOuterRows()) {
      code.assign(result, "%s", row(code, self, "weight", x, bias, tail));
      return;
    }
    code.assign(result, "%s", row(code, self, "weight", x, bias, Tail.NONE));
    // The row above the middle one adds features to the rows below them, and the other way round.
    addRow(code, self, ABOVE, slice(x, 0, rows - distance), slice(result, distance, rows));
    addRow(code, self, BELOW, slice(x, distance, rows), slice(result, 0, rows - distance));
    switch (tail) {
      case NONE -> {}
      case RELU -> code.assign(result, "torch.relu_(%s)", result);
      case RELU6 -> code.assign(result, "torch.hardtanh_(%s, 0., 6.)", result);
      default -> throw new IllegalStateException("an atrous convolution cannot end with " + tail);
    }
  }

  private void addRow(Code code, Code.Self self, String name, String features, String target) {
    code.assign("_features", "torch.contiguous(%s, memory_format=2)", features);
    code.assign("_row", "%s", row(code, self, name, "_features", "None", Tail.NONE));
    code.assign("_sum", "torch.add_(%s, _row)", target);
  }

  private String row(
      Code code, Code.Self self, String name, String features, String bias, Tail fused) {
    String weight = code.storedWeight(self, name);
    String geometry =
        String.join(
            ", ",
            Code.list(0, convolution.dilation()),
            Code.list(1, 1),
            Code.list(1, convolution.dilation()),
            "1");
    code.prepare(weight, "%s", OneDnnConvolution.reordered(weight, geometry, size));
    return fused.pointwise(features, weight, bias, geometry);
  }

  private static String slice(String x, int first, int end) {
    return "torch.slice(" + x + ", 2, " + first + ", " + end + ", 1)";
  }
}
