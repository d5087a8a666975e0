package org.saliency.network;

import java.util.List;
import java.util.Locale;

/**
 * A convolution to a single channel, as the sum of shifted maps, one for each tap of the kernel,
 * which are one product of matrices. oneDNN computes 16 channels at once: for a single one, this
 * takes a third of its time.
 *
 * @param convolution the convolution, centered and of stride 1
 * @param size shape of the input
 */
record SingleMapConvolution(Convolution convolution, Shape size) implements ComputedConvolution {

  /** Whether a convolution can be computed so. */
  static boolean computes(Convolution convolution) {
    return convolution.outputs() == 1
        && convolution.kernel() > 1
        && convolution.stride() == 1
        && convolution.groups() == 1
        && convolution.padding() == Convolution.Padding.CENTERED;
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    int kernel = convolution.kernel();
    int taps = kernel * kernel;
    int height = size.height();
    int width = size.width();
    String weight = code.storedWeight(self, "weight");
    code.prepare(
        weight,
        "torch.reshape(torch.permute(%s, [2, 3, 0, 1]), %s)",
        weight,
        Code.list(1, taps, size.channels()));
    code.assign(
        "_pixels",
        "torch.reshape(torch.permute(%s, [0, 2, 3, 1]), %s)",
        inputs.get(0),
        Code.list(-1, height * width, size.channels()));
    // A product for each sample, so that a map does not depend on the others of its batch.
    code.assign(
        "_taps",
        "torch.reshape(torch.bmm(torch.expand(%s, [torch.size(_pixels, 0), -1, -1]),"
            + " torch.transpose(_pixels, 1, 2)), %s)",
        weight,
        Code.list(-1, taps, height, width));
    String center = tap(taps / 2);
    code.assign(
        result,
        convolution.bias() ? "torch.add(%s, %s)" : "torch.clone(%s)",
        center,
        convolution.bias() ? code.storedWeight(self, "bias") : "");
    for (int tap = 0; tap < taps; tap++) {
      int down = (tap / kernel - kernel / 2) * convolution.dilation();
      int right = (tap % kernel - kernel / 2) * convolution.dilation();
      if (tap != taps / 2 && Math.abs(down) < height && Math.abs(right) < width) {
        code.assign(
            "_sum",
            "torch.add_(%s, %s)",
            part(result, -down, height, -right, width),
            part(tap(tap), down, height, right, width));
      }
    }
  }

  private static String tap(int index) {
    return "torch.slice(_taps, 1, " + index + ", " + (index + 1) + ", 1)";
  }

  /** What is left of a map that is shifted up and left, in its own coordinates. */
  private static String part(String map, int up, int height, int left, int width) {
    return slice(slice(map, 2, up, height), 3, left, width);
  }

  private static String slice(String x, int dimension, int shift, int length) {
    return String.format(
        Locale.ROOT,
        "torch.slice(%s, %d, %d, %d, 1)",
        x,
        dimension,
        Math.max(0, shift),
        length - Math.max(0, -shift));
  }
}
