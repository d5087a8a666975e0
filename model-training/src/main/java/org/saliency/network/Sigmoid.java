package org.saliency.network;

import java.util.List;

/** Logistic function of each value: 1 / (1 + exp(-x)). */
public record Sigmoid() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch.sigmoid(%s)", inputs.get(0));
  }
}
