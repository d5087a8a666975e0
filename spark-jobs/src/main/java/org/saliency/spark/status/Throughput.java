package org.saliency.spark.status;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.saliency.spark.output.FolderReader.Segment;

/** Speed of a run, by the times at which it published its segments. */
final class Throughput {

  /** Time over which the speed is measured. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private Throughput() {}

  /**
   * Frames per second in the last minutes or, if nothing was published in these, since the start.
   *
   * @param segments those of the run
   * @param start of the work, milliseconds since the epoch
   * @param now latest known time by the same clock
   * @return empty before the first segment is published
   */
  static OptionalDouble of(List<Segment> segments, long start, long now) {
    OptionalDouble recent = since(Math.max(start, now - WINDOW.toMillis()), segments, now);
    return recent.isPresent() ? recent : since(start, segments, now);
  }

  private static OptionalDouble since(long start, List<Segment> segments, long now) {
    long frames =
        segments.stream()
            .filter(segment -> segment.published() > start)
            .mapToLong(Segment::frames)
            .sum();
    return frames == 0 || now <= start
        ? OptionalDouble.empty()
        : OptionalDouble.of(frames * 1000.0 / (now - start));
  }
}
