package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.saliency.spark.TestSpark;

/** Progress of running tasks on the driver. */
class LiveProgressIT {

  /** Shared with the tasks, which run in this JVM. */
  private static final CountDownLatch RELEASE = new CountDownLatch(1);

  private static int count(int frames, TaskProgress progress) throws InterruptedException {
    progress.frames().add(frames);
    progress.bad().add(1);
    progress.warnings().add("task of " + frames + " frames is slow");
    RELEASE.await();
    progress.frames().add(100);
    return frames;
  }

  private static void await(LongSupplier figure, long expected) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (figure.getAsLong() != expected && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(figure.getAsLong()).isEqualTo(expected);
  }

  @Test
  void framesAndWarningsArriveWhileTasksRunAndCountOnce() throws Exception {
    SparkContext spark = TestSpark.session().sparkContext();
    TaskProgress progress = TaskProgress.of(spark, "seen", Set.of());
    BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    LiveProgress live = new LiveProgress(progress, warnings::add);
    spark.addSparkListener(live);
    try {
      Future<List<Integer>> job =
          JavaSparkContext.fromSparkContext(spark)
              .parallelize(List.of(3, 4), 2)
              .map(frames -> count(frames, progress))
              .collectAsync();

      await(live::frames, 7);
      await(live::bad, 2);
      assertThat(job.isDone()).isFalse();
      assertThat(progress.frames().value()).as("count of finished tasks").isZero();

      Thread.sleep(2500); // further heartbeats repeat no warning
      assertThat(warnings)
          .containsExactlyInAnyOrder("task of 3 frames is slow", "task of 4 frames is slow");
      RELEASE.countDown();
      job.get();
      await(live::frames, 207);
      assertThat(progress.frames().value()).isEqualTo(207);
    } finally {
      spark.removeSparkListener(live);
    }
  }
}
