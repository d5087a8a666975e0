package org.saliency.network;

import java.util.List;

/**
 * Clamps values to 0..6 ({@code torch.nn.ReLU6}). Overwrites its input, which nothing else reads.
 */
public record Relu6() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch.hardtanh_(%s, 0., 6.)", inputs.get(0));
  }

  @Override
  public String kind() {
    return "ReLU6";
  }
}
