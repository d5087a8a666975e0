package org.saliency.video;

/**
 * Frames in a second, as a fraction: {@code 30000/1001} is 29.97.
 *
 * @param numerator at least 1
 * @param denominator at least 1
 */
public record FrameRate(int numerator, int denominator) {

  public FrameRate {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "frame rate " + numerator + "/" + denominator + " must be positive");
    }
  }

  /** Frames in a second. */
  public double perSecond() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
