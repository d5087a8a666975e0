package org.saliency.spark.pipeline;

/**
 * How much of a pipeline's work may be under way. A stage always takes one item, however large.
 *
 * @param decodedAhead items that are being decoded or wait for the model
 * @param batchSize predicted frames that a forward pass waits for
 * @param finishedBehind predicted items that wait to be finished
 * @param bytes memory of the items in each of these three places
 */
public record PipelineLimits(int decodedAhead, int batchSize, int finishedBehind, long bytes) {

  /** Decoded items that may wait for the model in addition to one batch. */
  private static final int DECODED_AHEAD = 4;

  /** Predicted maps that may wait to be finished in addition to one batch. */
  private static final int FINISHED_BEHIND = 8;

  /** Each place gets this part of the heap. */
  private static final int SHARES = 12;

  /** Side-by-side stages. */
  static PipelineLimits ofBytes(int batchSize, long bytes) {
    return ofBytes(batchSize, 1, bytes);
  }

  private static PipelineLimits ofBytes(int batchSize, int every, long bytes) {
    int frames = batchSize * every;
    return new PipelineLimits(frames + DECODED_AHEAD, batchSize, frames + FINISHED_BEHIND, bytes);
  }

  /**
   * Side-by-side stages that share the heap with the other tasks of an executor.
   *
   * @param every frames for each that is predicted
   * @param cpus cores of a task
   */
  public static PipelineLimits ofTask(int batchSize, int every, int cpus) {
    Runtime runtime = Runtime.getRuntime();
    int tasks = Math.max(1, runtime.availableProcessors() / cpus);
    return ofBytes(batchSize, every, runtime.maxMemory() / SHARES / tasks);
  }

  /** One item is decoded, predicted and finished before the next is taken from the source. */
  public static PipelineLimits oneByOne() {
    return new PipelineLimits(1, 1, 1, Long.MAX_VALUE);
  }
}
