package org.saliency.spark.task;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.saliency.progress.Progress;

/** Shows on the driver how far the executors are. */
public final class SparkProgress {

  private SparkProgress() {}

  /**
   * Starts a job and waits for it, moving the bar to what its tasks have counted.
   *
   * @param told what the tasks count
   * @param watch throws what is to end the job
   */
  public static <T> T await(
      SparkContext spark,
      Supplier<JavaFutureAction<T>> start,
      Progress progress,
      TaskProgress told,
      Runnable watch)
      throws InterruptedException {
    LiveProgress live = new LiveProgress(told);
    spark.addSparkListener(live);
    try {
      T result =
          SparkTasks.await(
              spark,
              start,
              () -> {
                show(progress, live.frames(), live.bad());
                watch.run();
              });
      show(progress, told.frames().value(), told.bad().value());
      return result;
    } finally {
      spark.removeSparkListener(live);
    }
  }

  private static void show(Progress progress, long frames, long bad) {
    if (bad > 0) {
      progress.note(bad + " bad");
    }
    progress.to(frames);
  }
}
