package org.saliency.network;

import java.util.List;
import org.saliency.network.OneDnnConvolution.Tail;

/**
 * A depthwise convolution with distant taps by oneDNN, as one with adjacent taps of each of the
 * phases of the features: every n-th row and column, where n is the dilation. oneDNN has fast code
 * for depthwise convolutions only where a few rows and columns are padded.
 *
 * @param convolution the convolution, of stride 1
 * @param tail the fused operation; not a sum
 * @param size shape of the input
 */
record PhasedConvolution(Convolution convolution, Tail tail, Shape size)
    implements ComputedConvolution {

  /** The most rows that oneDNN's depthwise convolutions pad. */
  private static final int MOST_PADDED = 4;

  /** Whether a convolution is faster in this way. */
  static boolean isFaster(Convolution convolution, Tail tail) {
    return convolution.isDepthwise()
        && convolution.stride() == 1
        && convolution.padding() == Convolution.Padding.CENTERED
        && convolution.dilation() * (convolution.kernel() / 2) > MOST_PADDED
        && !tail.isSum();
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    int step = convolution.dilation();
    int channels = size.channels();
    int rows = phase().height();
    int columns = phase().width();
    code.assign(
        "_padded",
        "torch.constant_pad_nd(%s, %s, 0)",
        inputs.get(0),
        Code.list(0, columns * step - size.width(), 0, rows * step - size.height()));
    // Channels are last in memory throughout.
    code.assign(
        "_phases",
        "torch.permute(torch.reshape(torch.permute(_padded, [0, 2, 3, 1]), %s), [0, 2, 4, 1, 3, 5])",
        Code.list(-1, rows, step, columns, step, channels));
    code.assign(
        "_phases",
        "torch.permute(torch.reshape(_phases, %s), [0, 3, 1, 2])",
        Code.list(-1, rows, columns, channels));
    code.assign("_phases", "%s", adjacent(code, self));
    code.assign(
        "_rows",
        "torch.permute(torch.reshape(torch.permute(_phases, [0, 2, 3, 1]), %s), [0, 3, 1, 4, 2, 5])",
        Code.list(-1, step, step, rows, columns, channels));
    code.assign(
        "_rows",
        "torch.permute(torch.reshape(_rows, %s), [0, 3, 1, 2])",
        Code.list(-1, rows * step, columns * step, channels));
    code.assign(
        result,
        "torch.contiguous(torch.slice(torch.slice(_rows, 2, 0, %d, 1), 3, 0, %d, 1),"
            + " memory_format=2)",
        size.height(),
        size.width());
  }

  /** The shape of a phase, with padding where the dilation does not divide the size. */
  private Shape phase() {
    int step = convolution.dilation();
    return new Shape(
        size.channels(), (size.height() + step - 1) / step, (size.width() + step - 1) / step);
  }

  /** TorchScript of the convolution of the phases. */
  private String adjacent(Code code, Code.Self self) {
    String weight = code.storedWeight(self, "weight");
    String bias = convolution.bias() ? code.storedWeight(self, "bias") : "None";
    Convolution adjacent = convolution.dilation(1);
    code.prepare(weight, "%s", OneDnnConvolution.reordered(weight, adjacent.geometry(), phase()));
    return tail.pointwise("_phases", weight, bias, adjacent.geometry());
  }
}
