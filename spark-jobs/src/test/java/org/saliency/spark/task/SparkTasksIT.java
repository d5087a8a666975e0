package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.spark.TestSpark;

/** Failed jobs with tasks that are still running. */
class SparkTasksIT {

  /** Shared with the tasks, which run in this JVM. */
  private static final CountDownLatch BOTH_RUN = new CountDownLatch(2);

  private static final AtomicBoolean ENDED = new AtomicBoolean();

  /** Task 0 fails; task 1 takes a while to end after its cancellation. */
  private static int failOrLinger(int task) throws InterruptedException {
    BOTH_RUN.countDown();
    BOTH_RUN.await();
    if (task == 0) {
      throw UserException.input("task 0 fails");
    }
    while (!TaskContext.get().isInterrupted()) {
      Thread.sleep(10);
    }
    Thread.sleep(1500);
    ENDED.set(true);
    return task;
  }

  @Test
  void awaitReturnsAfterTheLastTaskOfAFailedJob() {
    SparkContext spark = TestSpark.session().sparkContext();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark);

    assertThatThrownBy(
            () ->
                SparkTasks.await(
                    spark,
                    "fail",
                    () ->
                        context
                            .parallelize(List.of(0, 1), 2)
                            .map(SparkTasksIT::failOrLinger)
                            .collectAsync(),
                    () -> {}))
        .isInstanceOf(UserException.class)
        .hasMessage("task 0 fails");

    assertThat(ENDED).isTrue();
  }
}
