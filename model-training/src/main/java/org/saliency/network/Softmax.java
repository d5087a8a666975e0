package org.saliency.network;

import java.util.List;

/**
 * Softmax over all pixels of a map, which becomes a distribution. The serving form then divides
 * each map by its maximum.
 */
public record Softmax() implements Operation {

  @Override
  public List<Operation> serving() {
    return List.of(this, new PeakToOne());
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(
        result,
        "torch.view_as(torch.softmax(torch.flatten(%1$s, 1), 1, None), %1$s)",
        inputs.get(0));
  }
}
