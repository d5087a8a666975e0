package org.saliency.spark.job;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.util.LongAccumulator;
import org.saliency.progress.Progress;

/** Shows on the driver how far the executors are. */
final class SparkProgress {

  private static final long POLL_MILLIS = 200;

  private SparkProgress() {}

  /**
   * Waits for a job, moving the bar to what an accumulator has counted.
   *
   * @param watch throws what is to end the job
   */
  static <T> T await(Future<T> job, Progress progress, LongAccumulator done, Runnable watch)
      throws InterruptedException {
    try {
      return await(job, progress, done, watch, POLL_MILLIS);
    } catch (RuntimeException | InterruptedException e) {
      job.cancel(true);
      throw e;
    }
  }

  private static <T> T await(
      Future<T> job, Progress progress, LongAccumulator done, Runnable watch, long pollMillis)
      throws InterruptedException {
    while (true) {
      try {
        T result = job.get(pollMillis, TimeUnit.MILLISECONDS);
        progress.to(done.value());
        return result;
      } catch (TimeoutException e) {
        progress.to(done.value());
        watch.run();
      } catch (ExecutionException e) {
        throw SparkFaults.of(e.getCause());
      }
    }
  }
}
