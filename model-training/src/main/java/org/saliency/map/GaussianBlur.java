package org.saliency.map;

import org.saliency.frame.Size;

/** Maps made of fixations: a Gaussian bell at each of them, cut off at the borders of the frame. */
public final class GaussianBlur {

  /** Bells end where they are below 0.0004 of their peak. */
  private static final double REACH = 4;

  private GaussianBlur() {}

  /**
   * Sums the bells of all fixations, repeated ones included.
   *
   * @param sigma standard deviation in pixels, above 0
   * @return a map on no particular scale
   */
  public static SaliencyMap of(Fixations fixations, double sigma) {
    Size size = fixations.size();
    double[] marks = new double[size.pixels()];
    for (int i = 0; i < fixations.count(); i++) {
      marks[fixations.rows()[i] * size.width() + fixations.columns()[i]]++;
    }
    double[] bell = bell(sigma, Math.max(size.width(), size.height()));
    double[] across = convolve(marks, size.width(), 1, size.height(), size.width(), bell);
    return new SaliencyMap(
        size, convolve(across, size.height(), size.width(), size.width(), 1, bell));
  }

  private static double[] bell(double sigma, int longest) {
    double[] bell = new double[Math.min(longest, (int) (REACH * sigma) + 1)];
    for (int i = 0; i < bell.length; i++) {
      bell[i] = StrictMath.exp(-i * i / (2 * sigma * sigma));
    }
    return bell;
  }

  /** Convolves lines of {@code length} values that are {@code step} apart. */
  private static double[] convolve(
      double[] values, int length, int step, int lines, int lineStep, double[] bell) {
    double[] sums = new double[values.length];
    for (int line = 0; line < lines; line++) {
      int start = line * lineStep;
      for (int from = 0; from < length; from++) {
        double value = values[start + from * step];
        if (value != 0) {
          int last = Math.min(length - 1, from + bell.length - 1);
          for (int to = Math.max(0, from - bell.length + 1); to <= last; to++) {
            sums[start + to * step] += value * bell[Math.abs(to - from)];
          }
        }
      }
    }
    return sums;
  }
}
