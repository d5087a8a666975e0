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

  /** Waits for a job, moving the bar to what an accumulator has counted. */
  static <T> T await(Future<T> job, Progress progress, LongAccumulator done)
      throws InterruptedException {
    while (true) {
      try {
        T result = job.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        progress.to(done.value());
        return result;
      } catch (TimeoutException e) {
        progress.to(done.value());
      } catch (ExecutionException e) {
        throw new IllegalStateException("the Spark job failed: " + e.getCause(), e.getCause());
      } catch (InterruptedException e) {
        job.cancel(true);
        throw e;
      }
    }
  }
}
