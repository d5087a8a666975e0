package org.saliency.network;

import java.util.List;

/** Maximum of 3x3 neighbours with stride 2, as in ResNet's stem. */
public record MaxPool() implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = inputs.get(0);
    return new Shape(
        in.channels(), (in.height() - 1) / 2 + 1, (in.width() - 1) / 2 + 1, in.frames());
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(
        result, "torch.max_pool2d(%s, [3, 3], [2, 2], [1, 1], [1, 1], False)", inputs.get(0));
  }

  @Override
  public String kind() {
    return "MaxPool2d";
  }
}
