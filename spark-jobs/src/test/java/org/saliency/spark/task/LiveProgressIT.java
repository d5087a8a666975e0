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

/** What the driver sees of tasks that are running. */
class LiveProgressIT {

  /** Of the tasks, which run in this JVM. */
  private static final CountDownLatch RELEASE = new CountDownLatch(1);

  private static int count(int frames, TaskProgress told) throws InterruptedException {
    told.frames().add(frames);
    told.bad().add(1);
    told.warnings().add("task of " + frames + " frames is slow");
    RELEASE.await();
    told.frames().add(100);
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
  void framesAndWarningsComeWhileTasksRunAndCountOnceInTheEnd() throws Exception {
    SparkContext spark = TestSpark.session().sparkContext();
    TaskProgress told = TaskProgress.of(spark, "seen", Set.of());
    BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    LiveProgress live = new LiveProgress(told, warnings::add);
    spark.addSparkListener(live);
    try {
      Future<List<Integer>> job =
          JavaSparkContext.fromSparkContext(spark)
              .parallelize(List.of(3, 4), 2)
              .map(frames -> count(frames, told))
              .collectAsync();

      await(live::frames, 7);
      await(live::bad, 2);
      assertThat(job.isDone()).isFalse();
      assertThat(told.frames().value()).as("what ended tasks have counted").isZero();

      Thread.sleep(2500); // more heartbeats, and no warning twice
      assertThat(warnings)
          .containsExactlyInAnyOrder("task of 3 frames is slow", "task of 4 frames is slow");
      RELEASE.countDown();
      job.get();
      await(live::frames, 207);
      assertThat(told.frames().value()).isEqualTo(207);
    } finally {
      spark.removeSparkListener(live);
    }
  }
}
