package org.saliency.network;

import java.util.List;
import org.saliency.frame.Size;

/**
 * Input of the serving form: decoded frames, uint8 [batch, height, width, RGB] of any size, or
 * windows of them, [batch, window, height, width, RGB], which are folded into the batch. Frames are
 * resized to the network's input size (bilinear, antialiased when shrinking, rounded half up to
 * integers, as {@code Resize} does for training) and become float32 planes in 0..255.
 *
 * @param size the network's input size
 * @param window frames per predicted map
 */
public record FrameInput(Size size, int window) implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    return Shape.of(3, size).withFrames(window);
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String frames = window == 1 ? "input" : "torch.flatten(input, 0, 1)";
    code.assign("_planes", "torch.to(torch.permute(%s, [0, 3, 1, 2]), 6)", frames);
    code.assign(
        result,
        "torch.floor(torch.add(torch._upsample_bilinear2d_aa(_planes, %s, False, None), 0.5))",
        Code.list(size.height(), size.width()));
  }
}
