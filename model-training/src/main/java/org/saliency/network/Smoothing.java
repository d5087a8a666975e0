package org.saliency.network;

import java.util.List;

/**
 * Learned separable blur of the logits: one row of taps, then one column. Both start as a Gaussian
 * with sum 1 and a standard deviation of a sixth of their length. Borders are replicated.
 *
 * @param taps length of the row and of the column, odd
 */
public record Smoothing(int taps) implements Operation {

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(
            "horizontal",
            new long[] {1, 1, 1, taps},
            Parameter.Role.TRAINED,
            Parameter.Initial.GAUSSIAN),
        new Parameter(
            "vertical",
            new long[] {1, 1, taps, 1},
            Parameter.Role.TRAINED,
            Parameter.Initial.GAUSSIAN));
  }

  /** A Gaussian with sum 1 and a standard deviation of a sixth of its length. */
  static float[] gaussian(int taps) {
    double[] weights = new double[taps];
    double sum = 0;
    for (int i = 0; i < taps; i++) {
      double deviations = (i - taps / 2) / (taps / 6.0);
      weights[i] = Math.exp(-deviations * deviations / 2);
      sum += weights[i];
    }
    float[] normalised = new float[taps];
    for (int i = 0; i < taps; i++) {
      normalised[i] = (float) (weights[i] / sum);
    }
    return normalised;
  }

  @Override
  public long multiplyAdds(Shape output) {
    return output.elements() * 2 * taps;
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    write(code, self, taps / 2, inputs.get(0), result);
  }

  /** Writes a blur with the tensors {@code horizontal} and {@code vertical} of a module. */
  static void write(Code code, Code.Self self, int border, String input, String result) {
    String blur = "torch.conv2d(torch.replication_pad2d(%s, %s), %s, None, [1, 1], [0, 0], [1, 1])";
    code.assign(
        "_rows", blur, input, Code.list(border, border, 0, 0), self.attribute("horizontal"));
    code.assign(result, blur, "_rows", Code.list(0, 0, border, border), self.attribute("vertical"));
  }
}
