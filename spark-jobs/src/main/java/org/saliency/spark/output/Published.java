package org.saliency.spark.output;

import java.util.List;
import org.saliency.spark.plan.FrameRange;

/**
 * Record of a published segment.
 *
 * @param range frames of the segment
 * @param inputs identity of the files that the segment was computed from
 * @param maps names of the PNG files, without folder and extension
 * @param mapBytes size of these files in bytes, added up
 * @param maps16 names of the 16-bit PNG files, without folder and extension
 * @param map16Bytes size of these files in bytes, added up
 * @param predictions size in bytes of the file in {@code predictions}; 0 without one
 * @param frameMetrics size in bytes of the file in {@code frame_metrics}; 0 without one
 * @param videoParts formats of the video parts
 * @param bad frames without a map
 */
public record Published(
    FrameRange range,
    String inputs,
    List<String> maps,
    long mapBytes,
    List<String> maps16,
    long map16Bytes,
    long predictions,
    long frameMetrics,
    List<Format> videoParts,
    List<BadFrame> bad) {

  public Published {
    maps = List.copyOf(maps);
    maps16 = List.copyOf(maps16);
    videoParts = List.copyOf(videoParts);
    bad = List.copyOf(bad);
  }
}
