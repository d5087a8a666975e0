package org.saliency.network;

import java.util.List;

/** The end of what may be computed in less than float32; in float32 it does nothing. */
public record Logits() implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "%s", code.precision().logits(inputs.get(0)));
  }
}
