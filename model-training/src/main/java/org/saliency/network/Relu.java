package org.saliency.network;

import java.util.List;

/** ReLU. Overwrites its input, which no other operation reads. */
public record Relu() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch.relu_(%s)", inputs.get(0));
  }

  @Override
  public String kind() {
    return "ReLU";
  }
}
