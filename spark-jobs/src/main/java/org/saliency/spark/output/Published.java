package org.saliency.spark.output;

import java.util.List;
import org.saliency.spark.plan.FrameRange;

/**
 * The record of a published segment.
 *
 * @param range its frames
 * @param maps names of the PNG files, without folder and ending
 * @param predictions bytes of its file in {@code predictions}; 0 without one
 * @param frameMetrics bytes of its file in {@code frame_metrics}; 0 without one
 * @param bad frames that are missing
 */
public record Published(
    FrameRange range, List<String> maps, long predictions, long frameMetrics, List<BadFrame> bad) {

  public Published {
    maps = List.copyOf(maps);
    bad = List.copyOf(bad);
  }
}
