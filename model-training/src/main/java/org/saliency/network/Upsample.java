package org.saliency.network;

import java.util.List;

/** Bilinear upsampling by a factor of 2 with half-pixel centres. */
public record Upsample() implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0).scaled(2);
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch.upsample_bilinear2d(%s, None, False, [2., 2.])", inputs.get(0));
  }
}
