package org.saliency.video;

import java.math.BigInteger;

/**
 * Frames per second as a fraction: {@code 30000/1001} is 29.97.
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

  /** The nearest multiple of 1/1000, as a reduced fraction. */
  static FrameRate nearest(double perSecond) {
    int thousandths = (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(perSecond * 1000)));
    int divisor = BigInteger.valueOf(thousandths).gcd(BigInteger.valueOf(1000)).intValue();
    return new FrameRate(thousandths / divisor, 1000 / divisor);
  }

  /** Frames per second. */
  public double perSecond() {
    return (double) numerator / denominator;
  }

  /** Number of frames in a duration in microseconds, rounded. */
  long framesIn(long micros) {
    return Math.round(micros * perSecond() / 1e6);
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
