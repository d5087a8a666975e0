package org.saliency.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryBudgetTest {

  private static final long KILOBYTE = 1024;

  @Test
  void workThatDoesNotFitWaits() throws InterruptedException {
    MemoryBudget budget = new MemoryBudget(100 * KILOBYTE);
    AtomicLong used = new AtomicLong();
    AtomicLong most = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      long bytes = (i % 3 + 1) * 20 * KILOBYTE;
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 50; n++) {
                  try (MemoryBudget.Share share = budget.take(bytes)) {
                    most.accumulateAndGet(used.addAndGet(bytes), Math::max);
                    Thread.yield();
                    used.addAndGet(-bytes);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(used).hasValue(0);
    assertThat(most.get()).isBetween(60 * KILOBYTE, 100 * KILOBYTE);
  }

  @Test
  void workLargerThanTheBudgetRunsAlone() {
    MemoryBudget budget = new MemoryBudget(100 * KILOBYTE);
    try (MemoryBudget.Share share = budget.take(Long.MAX_VALUE)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> budget.take(KILOBYTE)).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    budget.take(100 * KILOBYTE).close();
  }
}
