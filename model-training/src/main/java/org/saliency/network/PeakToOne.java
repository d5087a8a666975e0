package org.saliency.network;

import java.util.List;

/** Divides each map of positive values by its maximum. */
public record PeakToOne() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch.div(%1$s, torch.amax(%1$s, [1, 2, 3], True))", inputs.get(0));
  }
}
