package org.saliency.spark.plan;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Sizes of segments and tasks.
 *
 * @param segmentFrames maximum length of a segment, in frames
 * @param leastFrames length below which a video is not cut further, in frames
 * @param taskCount number of tasks, if there are enough frames; empty to choose it by the work
 */
public record TaskSizes(int segmentFrames, int leastFrames, OptionalInt taskCount) {

  /** A batch or two do not pay for a task: its pipeline has to fill and to run empty. */
  private static final int LEAST_BATCHES = 8;

  public TaskSizes {
    if (segmentFrames < 1 || leastFrames < 1 || taskCount.orElse(1) < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid plan: segments of %d to %d frames, %s tasks",
              leastFrames,
              segmentFrames,
              taskCount.isPresent() ? taskCount.getAsInt() : "any number of"));
    }
  }

  /**
   * Sizes that follow from the work alone, whatever the cluster looks like when it is planned: the
   * last tasks are small, so that all cores finish at about the same time, and there are enough
   * tasks for a cluster that grows.
   *
   * @param batchSize frames per forward pass
   */
  public static TaskSizes byWork(int segmentFrames, int batchSize) {
    return new TaskSizes(segmentFrames, LEAST_BATCHES * batchSize, OptionalInt.empty());
  }

  /** A number of tasks. */
  public static TaskSizes ofCount(int segmentFrames, int taskCount) {
    return new TaskSizes(segmentFrames, 1, OptionalInt.of(taskCount));
  }
}
