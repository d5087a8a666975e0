package org.saliency.spark.score;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.pipeline.MapCounts;
import org.saliency.spark.results.ExecutorUse;

/**
 * Result of a scoring task.
 *
 * @param segments its segments, all published
 * @param executor the executor and its use of the device
 * @param maps how its maps were made
 */
record ScoredTask(List<SegmentOutcome> segments, ExecutorUse executor, MapCounts maps)
    implements Serializable {

  /** How the maps of all tasks were made. */
  static MapCounts maps(List<ScoredTask> tasks) {
    return tasks.stream().map(ScoredTask::maps).reduce(MapCounts.NONE, MapCounts::plus);
  }

  /** The frames without a map. */
  Stream<BadFrame> bad() {
    return segments.stream().flatMap(segment -> segment.bad().stream());
  }
}
