package org.saliency.network;

import java.util.List;

/** Output of the serving form: [batch, 1, height, width] becomes [batch, height, width]. */
public record DropChannel() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch.squeeze(%s, 1)", inputs.get(0));
  }
}
