package org.saliency.network;

import java.util.List;

/**
 * Ends the part of a network that may use less than float32: the result and all later operations
 * are float32.
 */
public record FullPrecision() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "%s", code.precision().restored(inputs.get(0)));
    code.continueIn(Precision.FP32);
  }
}
