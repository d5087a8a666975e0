package org.saliency.network;

import java.util.List;
import java.util.Locale;

/** Mean of each plane of 8-bit features, in float32. */
record ByteAverage(Activation activation) implements Operation {

  private static final int FLOAT32 = 6;

  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape(inputs.get(0).channels(), 1, 1, inputs.get(0).frames());
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String mean =
        String.format(
            Locale.ROOT, "torch.mean(%s, [2, 3], True, dtype=%d)", inputs.get(0), FLOAT32);
    code.assign(
        result,
        "torch.mul(torch.sub(%s, %d), %s)",
        mean,
        activation.zeroPoint(),
        Double.toString(activation.scale()));
  }
}
