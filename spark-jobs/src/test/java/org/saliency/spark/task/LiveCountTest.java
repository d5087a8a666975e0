package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveCountTest {

  private final LiveCount count = new LiveCount();

  @Test
  void runningTasksCountWithTheirLatestCount() {
    count.begin(10, 0, 0);
    count.begin(11, 0, 1);
    count.set(10, 3);
    count.set(11, 4);
    count.set(10, 5);

    assertThat(count.total()).isEqualTo(9);
  }

  @Test
  void finishedTasksCountWithTheirFinalCount() {
    count.begin(10, 0, 0);
    count.set(10, 3);
    count.succeed(10, 8);

    assertThat(count.total()).isEqualTo(8);
  }

  @Test
  void theCountOfAFailedAttemptIsSubtracted() {
    count.begin(10, 0, 0);
    count.set(10, 6);
    count.fail(10);
    assertThat(count.total()).isZero();

    count.begin(12, 0, 0);
    count.set(12, 2);
    assertThat(count.total()).isEqualTo(2);
  }

  @Test
  void concurrentAttemptsAtAPartitionCountOnce() {
    count.begin(10, 0, 0);
    count.begin(11, 0, 0);
    count.set(10, 6);
    count.set(11, 4);
    assertThat(count.total()).isEqualTo(6);

    count.succeed(11, 8);
    assertThat(count.total()).isEqualTo(8);
    count.fail(10);
    assertThat(count.total()).isEqualTo(8);
  }

  @Test
  void samePartitionNumbersInOtherStagesAreOtherPartitions() {
    count.begin(10, 0, 0);
    count.succeed(10, 0);
    count.begin(11, 1, 0);
    count.set(11, 5);
    assertThat(count.total()).isEqualTo(5);

    count.succeed(11, 8);
    assertThat(count.total()).isEqualTo(8);
  }

  @Test
  void updatesAfterTheEndOfATaskAreIgnored() {
    count.begin(10, 0, 0);
    count.succeed(10, 8);
    count.set(10, 5);

    assertThat(count.total()).isEqualTo(8);
  }
}
