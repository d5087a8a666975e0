package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutorUseTest {

  private static ExecutorUse use(String executor, int batchSize, int opened, int closed) {
    return new ExecutorUse(executor, "node3", "gpu(0)", "0", batchSize, opened, closed);
  }

  @Test
  void tasksOfAnExecutorCountTogetherWithTheSmallestBatchAndTheHighestCounts() {
    assertThat(
            ExecutorUse.merge(
                List.of(
                    use("1", 8, 1, 0), use("2", 8, 1, 0), use("1", 2, 2, 1), use("1", 4, 2, 1))))
        .containsExactly(use("1", 2, 2, 1), use("2", 8, 1, 0));
  }
}
