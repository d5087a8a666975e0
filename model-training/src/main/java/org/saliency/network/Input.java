package org.saliency.network;

import java.util.List;

/**
 * Input of the training form: normalised float32 planes [batch, channels, height, width], or
 * windows of them, [batch, frames, channels, height, width], which are folded into the batch.
 *
 * @param shape channels and frames of the input; the network accepts any height and width
 */
public record Input(Shape shape) implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    return shape;
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String planes = shape.frames() == 1 ? "input" : "torch.flatten(input, 0, 1)";
    code.assign(result, "%s", code.precision().features(planes));
  }
}
