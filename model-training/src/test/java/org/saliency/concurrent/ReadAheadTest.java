package org.saliency.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadAheadTest {

  private static ReadAhead<Integer, Integer> readAhead(
      int count, int threads, int depth, Function<Integer, Integer> prepare) {
    Iterator<Integer> inputs = IntStream.range(0, count).iterator();
    return new ReadAhead<>(inputs, prepare, threads, depth, "test-reader");
  }

  private static List<Integer> rest(ReadAhead<Integer, Integer> items) throws InterruptedException {
    List<Integer> taken = new ArrayList<>();
    while (items.hasNext()) {
      taken.add(items.next());
    }
    return taken;
  }

  @Property(tries = 50)
  void itemsKeepTheirOrderAndNoneIsLost(
      @ForAll @IntRange(max = 40) int count,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll @IntRange(min = 1, max = 8) int depth)
      throws InterruptedException {
    try (ReadAhead<Integer, Integer> items = readAhead(count, threads, depth, i -> i * i)) {
      assertThat(rest(items)).isEqualTo(IntStream.range(0, count).map(i -> i * i).boxed().toList());
    }
  }

  @Test
  @Timeout(30)
  void itemsKeepTheirOrderWhenEarlierOnesTakeLonger() throws InterruptedException {
    CountDownLatch lastIsDone = new CountDownLatch(1);
    Function<Integer, Integer> prepare =
        i -> {
          if (i == 3) {
            lastIsDone.countDown();
          } else if (i == 0) {
            await(lastIsDone); // the first is ready after the last
          }
          return i;
        };
    try (ReadAhead<Integer, Integer> items = readAhead(4, 4, 4, prepare)) {
      assertThat(rest(items)).containsExactly(0, 1, 2, 3);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("timed out after 20 seconds");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Timeout(30)
  void atMostDepthItemsAreReadyOrBeingPrepared() throws InterruptedException {
    int depth = 3;
    AtomicInteger started = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger mostAhead = new AtomicInteger();
    Function<Integer, Integer> prepare =
        i -> {
          int ahead = started.incrementAndGet() - taken.get();
          mostAhead.accumulateAndGet(ahead, Math::max);
          return i;
        };
    try (ReadAhead<Integer, Integer> items = readAhead(200, 4, depth, prepare)) {
      for (int i = 0; items.hasNext(); i++) {
        assertThat(items.next()).isEqualTo(i);
        if (i % 50 == 0) {
          TimeUnit.MILLISECONDS.sleep(20); // time for an unbounded reader to get ahead
        }
        taken.incrementAndGet();
      }
    }
    assertThat(started).hasValue(200);
    assertThat(mostAhead.get()).isBetween(1, depth);
  }

  @Test
  @Timeout(30)
  void inputsAreReadAtMostDepthAhead() throws InterruptedException {
    AtomicInteger read = new AtomicInteger();
    Iterator<Integer> endless = IntStream.generate(read::getAndIncrement).iterator();
    try (ReadAhead<Integer, Integer> items =
        new ReadAhead<>(endless, i -> i, 2, 5, "test-reader")) {
      assertThat(read).hasValue(0);
      assertThat(items.next()).isZero();
      assertThat(read.get()).isLessThanOrEqualTo(5 + 1); // an iterator may read one ahead
    }
  }

  @Test
  void exceptionIsThrownUnchangedInPlaceOfItsItem() throws InterruptedException {
    IllegalArgumentException exception = new IllegalArgumentException("frame 2 is truncated");
    Function<Integer, Integer> prepare =
        i -> {
          if (i == 2) {
            throw exception;
          }
          return i;
        };
    try (ReadAhead<Integer, Integer> items = readAhead(4, 2, 4, prepare)) {
      assertThat(items.next()).isZero();
      assertThat(items.next()).isEqualTo(1);
      assertThatThrownBy(items::next).isSameAs(exception);
      assertThat(rest(items)).containsExactly(3);
    }
  }

  @Test
  void errorIsThrownUnchanged() throws InterruptedException {
    StackOverflowError error = new StackOverflowError();
    try (ReadAhead<Integer, Integer> items =
        readAhead(
            1,
            1,
            1,
            i -> {
              throw error;
            })) {
      assertThatThrownBy(items::next).isSameAs(error);
    }
  }

  @Test
  void noItemFollowsTheLast() throws InterruptedException {
    try (ReadAhead<Integer, Integer> items = readAhead(1, 1, 2, i -> i)) {
      items.next();
      assertThat(items.hasNext()).isFalse();
      assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  @Timeout(30)
  void closingInterruptsTheItemBeingPreparedAndDropsTheOthers() throws InterruptedException {
    CountDownLatch isRunning = new CountDownLatch(1);
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    AtomicInteger started = new AtomicInteger();
    Function<Integer, Integer> prepare =
        i -> {
          started.incrementAndGet();
          if (i > 0) {
            isRunning.countDown();
            try {
              TimeUnit.SECONDS.sleep(20);
            } catch (InterruptedException e) {
              wasInterrupted.set(true);
            }
          }
          return i;
        };
    ReadAhead<Integer, Integer> items = readAhead(10, 1, 5, prepare);
    assertThat(items.next()).isZero();
    await(isRunning);
    items.close();
    assertThat(wasInterrupted).isTrue();
    assertThat(started).hasValue(2); // the others never started
  }
}
