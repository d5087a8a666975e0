package org.saliency.network;

import java.util.List;
import java.util.Locale;

/**
 * Scales and offsets each channel, from 0..255 to the range that the network was trained on.
 *
 * @param channels number of channels
 */
public record Normalisation(int channels) implements Operation {

  @Override
  public List<Parameter> parameters() {
    long[] shape = {1, channels, 1, 1};
    return List.of(
        new Parameter("scale", shape, Parameter.Role.BUFFER, Parameter.Initial.ONES),
        new Parameter("offset", shape, Parameter.Role.BUFFER, Parameter.Initial.ZEROS));
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String planes =
        String.format(
            Locale.ROOT,
            "torch.add(torch.mul(%s, %s), %s)",
            inputs.get(0),
            self.attribute("scale"),
            self.attribute("offset"));
    code.assign(result, "%s", code.precision().features(planes));
  }
}
