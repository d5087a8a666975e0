package org.saliency.spark.inference;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What tasks tell the driver while they run; Spark brings it there with the executors' heartbeats.
 *
 * @param frames that are written, or bad
 * @param bad those of them without a map
 * @param warnings of stages that are stuck
 */
public record TaskProgress(
    LongAccumulator frames, LongAccumulator bad, CollectionAccumulator<String> warnings)
    implements Serializable {

  /** Counters of a job that has not begun. */
  public static TaskProgress of(SparkContext spark) {
    return new TaskProgress(
        spark.longAccumulator("frames scored"),
        spark.longAccumulator("bad frames"),
        spark.collectionAccumulator("warnings"));
  }

  /** A frame has got to the end of the pipeline, with a map or without. */
  void frame() {
    frames.add(1);
  }

  /** It has no map. */
  void badFrame() {
    bad.add(1);
  }

  /** Counts a segment that an earlier attempt at the task had published. */
  void published(SegmentOutcome segment) {
    frames.add(segment.range().length());
    bad.add(segment.bad().size());
  }
}
