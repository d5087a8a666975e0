package org.saliency.calibration;

import org.saliency.network.ActivationHistograms;

/**
 * The range of values to represent in 8 bits: the one with the least squared error, from rounding
 * values within the range and from clipping those beyond it.
 */
final class RangeFit {

  private static final int STEPS = 255;
  private static final int SIGNED_STEPS = 127;

  /** Ranges are not chosen smaller than the largest value by more than this factor, in octaves. */
  private static final int OCTAVES = 5;

  private RangeFit() {}

  /**
   * Fits a range to a histogram.
   *
   * @param counts of magnitudes, in the bins of {@link ActivationHistograms}
   * @param isSigned whether there are negative values
   * @return largest magnitude to represent; 1 when all values are zero
   */
  static double range(double[] counts, boolean isSigned) {
    int largest = counts.length - 1;
    while (largest > 0 && counts[largest] == 0) {
      largest--;
    }
    if (largest == 0) {
      return 1;
    }
    int smallest = Math.max(1, largest - OCTAVES * ActivationHistograms.PER_OCTAVE);
    int steps = isSigned ? SIGNED_STEPS : STEPS;
    double best = edge(largest + 1);
    double least = squaredError(counts, best, steps);
    for (int bin = largest; bin > smallest; bin--) {
      double error = squaredError(counts, edge(bin), steps);
      if (error < least) {
        least = error;
        best = edge(bin);
      }
    }
    return best;
  }

  private static double squaredError(double[] counts, double range, int steps) {
    double step = range / steps;
    double rounding = step * step / 12;
    double sum = 0;
    for (int bin = 1; bin < counts.length; bin++) {
      double value = edge(bin + 0.5);
      double clipped = Math.max(0, value - range);
      // Values below half a step become zero.
      double error = value < step / 2 ? value * value : rounding;
      sum += counts[bin] * (value > range ? clipped * clipped : error);
    }
    return sum;
  }

  /** The lower edge of a bin. */
  private static double edge(double bin) {
    return Math.pow(2, ActivationHistograms.LOWEST + bin / ActivationHistograms.PER_OCTAVE);
  }
}
