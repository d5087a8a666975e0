package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.Locale;

/**
 * A run of frames of one video.
 *
 * @param video its name
 * @param first first frame, from 0
 * @param last last frame, included
 */
public record FrameRange(String video, int first, int last) implements Serializable {

  public FrameRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "frames " + first + " to " + last + " of " + video + " are no range");
    }
  }

  /** Number of frames. */
  public int length() {
    return last - first + 1;
  }

  /** The range as part of a file name; sorts in order. */
  public String fileName() {
    return String.format(Locale.ROOT, "%06d-%06d", first, last);
  }
}
