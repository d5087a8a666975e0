package org.saliency.network;

import java.util.List;

/** Mean of each plane ({@code torch.nn.AdaptiveAvgPool2d(1)}). */
public record GlobalAverage() implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape(inputs.get(0).channels(), 1, 1, inputs.get(0).frames());
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch._adaptive_avg_pool2d(%s, [1, 1])", inputs.get(0));
  }

  @Override
  public String kind() {
    return "AdaptiveAvgPool2d";
  }
}
