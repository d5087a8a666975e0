package org.saliency.video;

import java.io.Serializable;
import java.util.Locale;

/**
 * The clock of a written video.
 *
 * @param ticksPerSecond 1 to {@value #FINEST}: the denominator of the source's time base, so that
 *     times are exact to the microsecond
 * @param startMicros presentation time of the first frame of the whole video. If it is negative,
 *     all frames are delayed by that much, since players drop frames before zero
 */
public record VideoTiming(int ticksPerSecond, long startMicros) implements Serializable {

  static final int FINEST = 1_000_000_000;
  private static final long MICROS = 1_000_000;

  public VideoTiming {
    if (ticksPerSecond < 1 || ticksPerSecond > FINEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid number of ticks per second '%d': expected 1 to %d",
              ticksPerSecond,
              FINEST));
    }
  }

  /** The tick nearest to a source time. */
  long tick(long ptsMicros) {
    long micros = ptsMicros - Math.min(0, startMicros);
    long seconds = Math.floorDiv(micros, MICROS);
    long rest = Math.floorMod(micros, MICROS);
    return seconds * ticksPerSecond + (rest * ticksPerSecond + MICROS / 2) / MICROS;
  }
}
