package org.saliency.spark.job;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.saliency.progress.Progress;
import org.saliency.spark.inference.TaskProgress;

/** Shows on the driver how far the executors are. */
final class SparkProgress {

  private SparkProgress() {}

  /**
   * Starts a job and waits for it, moving the bar to what its tasks have counted.
   *
   * @param told what the tasks count
   * @param watch throws what is to end the job
   */
  static <T> T await(
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
