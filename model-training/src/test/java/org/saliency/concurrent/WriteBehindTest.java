package org.saliency.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WriteBehindTest {

  @Test
  void workIsDoneInOrderOneAfterTheOther() throws InterruptedException {
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger atOnce = new AtomicInteger();
    AtomicBoolean overlapped = new AtomicBoolean();
    try (WriteBehind writer = new WriteBehind(4, "test-writer")) {
      for (int i = 0; i < 100; i++) {
        int piece = i;
        writer.add(
            () -> {
              overlapped.compareAndSet(false, atOnce.incrementAndGet() > 1);
              done.add(piece);
              atOnce.decrementAndGet();
              return null;
            });
      }
      writer.finish();
    }
    assertThat(done).isEqualTo(IntStream.range(0, 100).boxed().toList());
    assertThat(overlapped).isFalse();
  }

  @Test
  void workIsDoneBehindTheOneThatGivesIt() throws InterruptedException {
    CountDownLatch given = new CountDownLatch(1);
    try (WriteBehind writer = new WriteBehind(2, "test-writer")) {
      // Would wait for ever if it ran on this thread.
      writer.add(() -> given.await(20, TimeUnit.SECONDS));
      given.countDown();
      writer.finish();
    }
  }

  @Test
  void givingMoreThanTheDepthWaits() throws InterruptedException {
    int depth = 3;
    AtomicInteger given = new AtomicInteger();
    AtomicInteger mostWaiting = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    try (WriteBehind writer = new WriteBehind(depth, "test-writer")) {
      for (int i = 0; i < 50; i++) {
        writer.add(
            () -> {
              TimeUnit.MILLISECONDS.sleep(2);
              mostWaiting.accumulateAndGet(given.get() - begun.getAndIncrement(), Math::max);
              return null;
            });
        given.incrementAndGet();
      }
      writer.finish();
    }
    assertThat(begun).hasValue(50);
    assertThat(mostWaiting.get()).isBetween(2, depth);
  }

  @Test
  void aFaultComesWithALaterPiece() throws InterruptedException {
    IllegalStateException fault = new IllegalStateException("disk full");
    try (WriteBehind writer = new WriteBehind(1, "test-writer")) {
      writer.add(
          () -> {
            throw fault;
          });
      assertThatThrownBy(() -> writer.add(() -> null)).isSameAs(fault);
    }
  }

  @Test
  void aFaultOfTheLastPieceComesWhenFinishing() throws InterruptedException {
    IOException fault = new IOException("disk full");
    try (WriteBehind writer = new WriteBehind(5, "test-writer")) {
      writer.add(() -> null);
      writer.add(
          () -> {
            throw fault;
          });
      assertThatThrownBy(writer::finish).hasRootCause(fault);
    }
  }

  @Test
  void finishingWithoutWorkIsDoneAtOnce() throws InterruptedException {
    try (WriteBehind writer = new WriteBehind(1, "test-writer")) {
      writer.finish();
    }
  }

  @Test
  void closingDropsWhatHasNotBegun() throws InterruptedException {
    CountDownLatch isRunning = new CountDownLatch(1);
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    AtomicBoolean secondRan = new AtomicBoolean();
    WriteBehind writer = new WriteBehind(5, "test-writer");
    writer.add(
        () -> {
          isRunning.countDown();
          try {
            TimeUnit.SECONDS.sleep(20);
          } catch (InterruptedException e) {
            wasInterrupted.set(true);
          }
          return null;
        });
    writer.add(() -> secondRan.getAndSet(true));
    assertThat(isRunning.await(20, TimeUnit.SECONDS)).isTrue();
    writer.close();
    assertThat(wasInterrupted).isTrue();
    assertThat(secondRan).isFalse();
  }
}
