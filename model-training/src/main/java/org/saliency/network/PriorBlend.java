package org.saliency.network;

import java.util.List;
import org.saliency.frame.Size;

/**
 * Blends each map with a fixed prior: the map times a share, plus the prior, already weighted.
 *
 * @param size size of the maps
 */
public record PriorBlend(Size size) implements Operation {

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("share", new long[] {1}, Parameter.Role.BUFFER, Parameter.Initial.ONES),
        new Parameter(
            "prior",
            new long[] {size.height(), size.width()},
            Parameter.Role.BUFFER,
            Parameter.Initial.ZEROS));
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(
        result,
        "torch.add(torch.mul(%s, %s), %s)",
        inputs.get(0),
        self.attribute("share"),
        self.attribute("prior"));
  }
}
