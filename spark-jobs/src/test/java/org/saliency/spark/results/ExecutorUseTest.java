package org.saliency.spark.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutorUseTest {

  private static ExecutorUse use(String executor, int batchSize, int opened, int closed) {
    return use(executor, batchSize, opened, closed, 10, 0.5);
  }

  private static ExecutorUse use(
      String executor, int batchSize, int opened, int closed, double seconds, double share) {
    return new ExecutorUse(
        executor, "node3", "gpu(0)", "0", batchSize, opened, closed, seconds, share);
  }

  @Test
  void tasksOfAnExecutorAreMergedToSmallestBatchAndHighestCounts() {
    assertThat(
            ExecutorUse.merge(
                List.of(
                    use("1", 8, 1, 0), use("2", 8, 1, 0), use("1", 2, 2, 1), use("1", 4, 2, 1))))
        .containsExactly(use("1", 2, 2, 1), use("2", 8, 1, 0));
  }

  @Test
  void deviceTimesAreThoseOfTheLastTask() {
    assertThat(
            ExecutorUse.merge(
                List.of(
                    use("1", 8, 1, 0, 20, 0.9),
                    use("1", 8, 1, 0, 30, 0.7),
                    use("1", 8, 1, 0, 10, 0.8))))
        .containsExactly(use("1", 8, 1, 0, 30, 0.7));
  }
}
