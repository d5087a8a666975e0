package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.StorageException;
import org.saliency.UserException;

class StorageRetriesTest {

  private final AtomicInteger calls = new AtomicInteger();

  private Supplier<String> failing(int times) {
    return () -> {
      if (calls.incrementAndGet() <= times) {
        throw StorageException.reading("a.png", new IOException("reset"));
      }
      return "read";
    };
  }

  @Test
  void aReadIsRepeated() {
    assertThat(new StorageRetries(true, 3000).readOrGiveUp(failing(3))).isEqualTo("read");
    assertThat(calls).hasValue(4);
  }

  @Test
  void damagedContentIsNotReadAgain() {
    Supplier<String> damaged =
        () -> {
          calls.incrementAndGet();
          throw UserException.input("damaged");
        };
    assertThatThrownBy(() -> new StorageRetries(true, 3000).readOrGiveUp(damaged))
        .isInstanceOf(UserException.class)
        .isNotInstanceOf(StorageException.class)
        .hasMessage("damaged");
    assertThat(calls).hasValue(1);
  }

  @Test
  void anEarlierAttemptFailsAndTheLastGivesUp() {
    assertThatThrownBy(() -> new StorageRetries(false, 3000).readOrGiveUp(failing(99)))
        .isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> new StorageRetries(true, 3000).readOrGiveUp(failing(99)))
        .isExactlyInstanceOf(UserException.class)
        .hasMessageContaining("a.png cannot be read (reset)")
        .hasCauseExactlyInstanceOf(IOException.class);
  }

  @Test
  void anInterruptedReadIsNotGivenUp() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new StorageRetries(true, 3000).readOrGiveUp(failing(99)))
        .isInstanceOf(StorageException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void anOutageDoesNotHoldATaskForever() {
    StorageRetries retries = new StorageRetries(true, 3000);
    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      assertThatThrownBy(() -> retries.readOrGiveUp(failing(99_999)))
          .isExactlyInstanceOf(UserException.class);
    }
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local             | 1
          local[*]          | 1
          local[2]          | 1
          local[2,3]        | 3
          local[*, 5]       | 5
          local-cluster[2,1,1024] | 7
          spark://host:7077 | 7
          yarn              | 7
          """)
  void attemptsDependOnTheMaster(String master, int attempts) {
    SparkConf conf =
        new SparkConf(false).set("spark.master", master).set("spark.task.maxFailures", "7");
    assertThat(StorageRetries.maxFailures(conf)).isEqualTo(attempts);
  }
}
