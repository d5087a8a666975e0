package org.saliency.video;

import java.io.Serializable;

/**
 * The unit of a stream's timestamps: {@code numerator / denominator} seconds.
 *
 * @param numerator at least 1
 * @param denominator at least 1
 */
record TimeBase(int numerator, int denominator) implements Serializable {

  private static final int MICROS = 1_000_000;

  TimeBase {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "time base " + numerator + "/" + denominator + " must be positive");
    }
  }

  /** A timestamp in microseconds, rounded half up. */
  long micros(long timestamp) {
    long ticks = Math.multiplyExact(timestamp, (long) numerator);
    long seconds = Math.floorDiv(ticks, (long) denominator);
    long rest = Math.floorMod(ticks, (long) denominator);
    return seconds * MICROS + (2 * rest * MICROS + denominator) / (2L * denominator);
  }
}
