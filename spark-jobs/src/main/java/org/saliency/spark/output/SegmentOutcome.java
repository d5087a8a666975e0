package org.saliency.spark.output;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.saliency.spark.plan.FrameRange;

/**
 * Result of scoring a segment.
 *
 * @param range frames of the segment
 * @param bad frames that could not be scored
 */
public record SegmentOutcome(FrameRange range, List<BadFrame> bad) implements Serializable {

  public SegmentOutcome {
    bad = new ArrayList<>(bad);
  }

  /** Number of frames with a map. */
  public int done() {
    return range.length() - bad.size();
  }
}
