package org.saliency.network;

import java.util.List;

/**
 * Bilinear resizing of the first input to the height and width of the second, half-pixel centres;
 * where they are equal already, the values stay as they are.
 */
public record ResizeLike() implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(1).withChannels(inputs.get(0).channels());
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
