package org.saliency.network;

import java.util.List;

/**
 * The end of what may be computed in less than float32: its result and all operations after it are
 * float32.
 */
public record FullPrecision() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "%s", code.precision().restored(inputs.get(0)));
    code.continueIn(Precision.FP32);
  }
}
