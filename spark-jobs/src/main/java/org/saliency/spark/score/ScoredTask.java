package org.saliency.spark.score;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.results.ExecutorUse;

/**
 * Result of a scoring task.
 *
 * @param segments its segments, all published
 * @param executor the executor and its use of the device
 */
record ScoredTask(List<SegmentOutcome> segments, ExecutorUse executor) implements Serializable {

  /** The frames without a map. */
  Stream<BadFrame> bad() {
    return segments.stream().flatMap(segment -> segment.bad().stream());
  }
}
