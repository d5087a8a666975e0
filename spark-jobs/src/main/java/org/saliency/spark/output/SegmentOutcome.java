package org.saliency.spark.output;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.saliency.spark.plan.FrameRange;

/**
 * What became of a segment.
 *
 * @param range its frames
 * @param bad those that could not be scored
 */
public record SegmentOutcome(FrameRange range, List<BadFrame> bad) implements Serializable {

  public SegmentOutcome {
    bad = new ArrayList<>(bad);
  }

  /** Frames that have a map now. */
  public int done() {
    return range.length() - bad.size();
  }
}
