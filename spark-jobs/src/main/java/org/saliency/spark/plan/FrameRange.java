package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.Locale;

/**
 * Consecutive frames of a video.
 *
 * @param video name
 * @param first index of the first frame, from 0
 * @param last index of the last frame, inclusive
 */
public record FrameRange(String video, int first, int last) implements Serializable {

  public FrameRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Invalid frame range %d to %d of video '%s'", first, last, video));
    }
  }

  /** Number of frames. */
  public int length() {
    return last - first + 1;
  }

  /** File name of the range; file names sort in the order of frames. */
  public String fileName() {
    return String.format(Locale.ROOT, "%06d-%06d", first, last);
  }
}
