package org.saliency.spark.output;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.saliency.packed.PackedStrings;
import org.saliency.spark.plan.FrameRange;

/**
 * Record of a published segment.
 *
 * @param range frames of the segment
 * @param attempt the attempt at the segment that published it
 * @param inputs identity of the files that the segment was computed from
 * @param maps PNG files
 * @param maps16 16-bit PNG files
 * @param density16 densities as 16-bit PNG files; null in records of earlier versions
 * @param predictions file in {@code predictions}
 * @param frameMetrics file in {@code frame_metrics}
 * @param videoParts parts of videos
 * @param bad frames without a map
 * @param metricSums sums of the metrics; null in records of earlier versions
 */
public record Published(
    FrameRange range,
    Attempt attempt,
    String inputs,
    Maps maps,
    Maps maps16,
    Maps density16,
    Rows predictions,
    Rows frameMetrics,
    List<VideoPart> videoParts,
    List<BadFrame> bad,
    MetricSums metricSums) {

  public Published {
    // Records of earlier versions lack some of it; they count as damaged.
    Objects.requireNonNull(attempt, "attempt");
    Objects.requireNonNull(predictions, "predictions");
    Objects.requireNonNull(frameMetrics, "frameMetrics");
    density16 = density16 == null ? Maps.NONE : density16;
    videoParts = List.copyOf(videoParts);
    bad = List.copyOf(bad);
  }

  /**
   * An attempt at a segment.
   *
   * @param id unique among all attempts; part of the names of the files
   * @param run random id of the run
   * @param claim number of the run's claim to the output: later claims have larger numbers
   */
  public record Attempt(String id, String run, long claim) {}

  /**
   * Map files.
   *
   * @param names of the frames
   * @param bytes size of the files, added up
   * @param crc CRC-32C of the files, one after the other
   */
  public record Maps(List<String> names, long bytes, long crc) {

    static final Maps NONE = new Maps(List.of(), 0, 0);

    public Maps {
      names = PackedStrings.of(names);
    }
  }

  /**
   * File of a table.
   *
   * @param count number of rows
   * @param bytes size of the file; 0 without one
   * @param crc CRC-32C of the file
   */
  public record Rows(long count, long bytes, long crc) {}

  /**
   * Part of a video.
   *
   * @param format of the video
   * @param bytes size of the file
   * @param crc CRC-32C of the file
   */
  public record VideoPart(Format format, long bytes, long crc) {}

  /** The files of a format of map files. */
  Maps maps(Format format) {
    return switch (format) {
      case PNG -> maps;
      case PNG16 -> maps16;
      case DENSITY16 -> density16;
      default -> Maps.NONE;
    };
  }

  /** Number of frames with a map. */
  int done() {
    return range.length() - bad.size();
  }

  /** Whether the sums of its metrics are known. */
  boolean hasSums() {
    return frameMetrics.count() == 0
        || metricSums != null && metricSums.frames() == frameMetrics.count();
  }

  Set<Format> videoFormats() {
    return Set.copyOf(videoParts.stream().map(VideoPart::format).toList());
  }

  /** Name of its files, without ending. */
  String part() {
    return OutputPaths.part(range, attempt.id());
  }

  boolean overlaps(Published other) {
    return range.first() <= other.range.last() && other.range.first() <= range.last();
  }
}
