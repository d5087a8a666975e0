package org.saliency.network;

import java.util.List;

/**
 * Bilinear resizing of the first input to the height and width of the second, with half-pixel
 * centres; values stay unchanged when the sizes are equal.
 */
public record ResizeLike() implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape like = inputs.get(1);
    return new Shape(inputs.get(0).channels(), like.height(), like.width(), inputs.get(0).frames());
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(
        result,
        "torch.upsample_bilinear2d(%1$s, [torch.size(%2$s, 2), torch.size(%2$s, 3)], False, None)",
        inputs.get(0),
        inputs.get(1));
  }
}
