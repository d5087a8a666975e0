package org.saliency.network;

import java.util.List;

/** Scales each map to 0..1: (x - min) / (max - min + 1e-7). A constant map becomes zeros. */
public record MinMax() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign("_low", "torch.amin(%s, [1, 2, 3], True)", inputs.get(0));
    code.assign("_high", "torch.amax(%s, [1, 2, 3], True)", inputs.get(0));
    code.assign(
        result,
        "torch.div(torch.sub(%s, _low), torch.add(torch.sub(_high, _low), 9.9999999999999995e-08))",
        inputs.get(0));
  }
}
