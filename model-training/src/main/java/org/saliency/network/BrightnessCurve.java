package org.saliency.network;

import java.util.List;

/**
 * Maps each value in 0..1 to a brightness by linear interpolation between levels at equally spaced
 * values from 0 to 1.
 *
 * @param count number of levels
 */
public record BrightnessCurve(int count) implements Operation {

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(
            "levels", new long[] {count}, Parameter.Role.BUFFER, Parameter.Initial.ZEROS));
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    int pieces = count - 1;
    String levels = self.attribute("levels");
    code.assign("_position", "torch.mul(torch.clamp(%s, 0, 1), %d)", inputs.get(0), pieces);
    // The integer is clamped, so that NaN selects a valid piece.
    code.assign("_piece", "torch.clamp(torch.to(torch.floor(_position), 4), 0, %d)", pieces - 1);
    code.assign("_start", "torch.take(%s, _piece)", levels);
    code.assign("_rise", "torch.sub(torch.take(%s, torch.add(_piece, 1)), _start)", levels);
    code.assign(result, "torch.add(_start, torch.mul(torch.sub(_position, _piece), _rise))");
  }
}
