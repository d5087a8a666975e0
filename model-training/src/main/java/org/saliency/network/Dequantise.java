package org.saliency.network;

import java.util.List;
import java.util.Locale;

/** Converts 8-bit features to float32. */
record Dequantise(Activation activation) implements Operation {

  private static final int FLOAT32 = 6;

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String values = String.format(Locale.ROOT, "torch.to(%s, %d)", inputs.get(0), FLOAT32);
    if (activation.zeroPoint() != 0) {
      values = String.format(Locale.ROOT, "torch.sub(%s, %d)", values, activation.zeroPoint());
    }
    code.assign(result, "torch.mul(%s, %s)", values, Double.toString(activation.scale()));
  }
}
