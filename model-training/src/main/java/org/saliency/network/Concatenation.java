package org.saliency.network;

import java.util.List;

/** Concatenates the channels of all inputs. */
public record Concatenation() implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0).withChannels(inputs.stream().mapToInt(Shape::channels).sum());
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch.cat([%s], 1)", String.join(", ", inputs));
  }
}
