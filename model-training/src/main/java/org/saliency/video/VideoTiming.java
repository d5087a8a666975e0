package org.saliency.video;

import java.io.Serializable;
import java.util.Locale;

/**
 * The clock of a video that is written.
 *
 * @param ticksPerSecond how finely its times are kept, 1 to {@value #FINEST}: the denominator of
 *     the source's time base, so that its times come back to the microsecond
 * @param startMicros when the first frame of the whole video is shown. Players drop what comes
 *     before zero: where this is negative, all frames are shown that much later
 */
public record VideoTiming(int ticksPerSecond, long startMicros) implements Serializable {

  static final int FINEST = 1_000_000_000;
  private static final long MICROS = 1_000_000;

  public VideoTiming {
    if (ticksPerSecond < 1 || ticksPerSecond > FINEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d ticks in a second are not within 1 to %d", ticksPerSecond, FINEST));
    }
  }

  /** The tick nearest to a time of the source. */
  long tick(long ptsMicros) {
    long micros = ptsMicros - Math.min(0, startMicros);
    long seconds = Math.floorDiv(micros, MICROS);
    long rest = Math.floorMod(micros, MICROS);
    return seconds * ticksPerSecond + (rest * ticksPerSecond + MICROS / 2) / MICROS;
  }
}
