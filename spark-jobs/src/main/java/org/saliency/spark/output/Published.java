package org.saliency.spark.output;

import java.util.List;
import org.saliency.spark.plan.FrameRange;

/**
 * The record of a published segment.
 *
 * @param range its frames
 * @param maps names of the PNG files, without folder and ending
 * @param maps16 names of the 16-bit PNG files, without folder and ending
 * @param predictions bytes of its file in {@code predictions}; 0 without one
 * @param frameMetrics bytes of its file in {@code frame_metrics}; 0 without one
 * @param videoParts formats of which it has written its part of the video
 * @param bad frames that are missing
 */
public record Published(
    FrameRange range,
    List<String> maps,
    List<String> maps16,
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
