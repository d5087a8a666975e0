package org.saliency.spark.task;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.saliency.progress.Progress;

/** Runs Spark jobs with a progress bar, and with the same counts in the driver's metrics. */
public final class SparkProgress {

  private SparkProgress() {}

  /**
   * Starts a job and waits for it, updating the bar from the counters of its tasks.
   *
   * @param description for Spark's UI
   * @param check called a few times a second; an exception it throws cancels the job
   */
  public static <T> T await(
      SparkContext spark,
      String description,
      Supplier<JavaFutureAction<T>> start,
      Progress bar,
      TaskProgress progress,
      Runnable check)
      throws InterruptedException {
    LiveProgress live = new LiveProgress(progress);
    DriverMetrics metrics = DriverMetrics.begin(bar.total());
    spark.addSparkListener(live);
    try {
      T result =
          SparkTasks.await(
              spark,
              description,
              start,
              () -> {
                show(bar, metrics, live.frames(), live.bad());
                check.run();
              });
      show(bar, metrics, progress.frames().value(), progress.bad().value());
      return result;
    } finally {
      spark.removeSparkListener(live);
    }
  }

  private static void show(Progress bar, DriverMetrics metrics, long frames, long bad) {
    if (bad > 0) {
      bar.note(bad + " bad");
    }
    bar.to(frames);
    metrics.set(frames, bad);
  }
}
