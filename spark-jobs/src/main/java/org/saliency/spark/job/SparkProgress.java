package org.saliency.spark.job;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.saliency.progress.Progress;
import org.saliency.spark.inference.TaskProgress;

/** Shows on the driver how far the executors are. */
final class SparkProgress {

  private static final long POLL_MILLIS = 200;

  private SparkProgress() {}

  /**
   * Starts a job and waits for it, moving the bar to what its tasks have counted.
   *
   * @param told what the tasks count
   * @param watch throws what is to end the job
   */
  static <T> T await(
      SparkContext spark,
      Supplier<Future<T>> start,
      Progress progress,
      TaskProgress told,
      Runnable watch)
      throws InterruptedException {
    LiveProgress live = new LiveProgress(told);
    spark.addSparkListener(live);
    Future<T> job = start.get();
    try {
      T result =
          await(
              job,
              () -> {
                show(progress, live.frames(), live.bad());
                watch.run();
              });
      show(progress, told.frames().value(), told.bad().value());
      return result;
    } catch (RuntimeException | InterruptedException e) {
      job.cancel(true);
      throw e;
    } finally {
      spark.removeSparkListener(live);
    }
  }

  private static <T> T await(Future<T> job, Runnable eachTime) throws InterruptedException {
    while (true) {
      try {
        return job.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        eachTime.run();
      } catch (ExecutionException e) {
        throw SparkFaults.of(e.getCause());
      }
    }
  }

  private static void show(Progress progress, long frames, long bad) {
    if (bad > 0) {
      progress.note(bad + " bad");
    }
    progress.to(frames);
  }
}
