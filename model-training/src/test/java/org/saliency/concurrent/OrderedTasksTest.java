package org.saliency.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OrderedTasksTest {

  private static <T> OrderedTasks<T> tasks(int capacity) {
    return new OrderedTasks<>(1, capacity, "test-tasks");
  }

  @Test
  void oneThreadRunsTasksInOrderOneAfterTheOther() throws InterruptedException {
    List<Integer> started = Collections.synchronizedList(new ArrayList<>());
    List<Integer> results = new ArrayList<>();
    AtomicInteger running = new AtomicInteger();
    AtomicBoolean overlapped = new AtomicBoolean();
    try (OrderedTasks<Integer> tasks = tasks(4)) {
      for (int i = 0; i < 100; i++) {
        int number = i;
        if (tasks.isFull()) {
          results.add(tasks.take());
        }
        tasks.submit(
            () -> {
              overlapped.compareAndSet(false, running.incrementAndGet() > 1);
              started.add(number);
              running.decrementAndGet();
              return number;
            });
      }
      while (!tasks.isEmpty()) {
        results.add(tasks.take());
      }
    }
    List<Integer> expected = IntStream.range(0, 100).boxed().toList();
    assertThat(started).isEqualTo(expected);
    assertThat(results).isEqualTo(expected);
    assertThat(overlapped).isFalse();
  }

  @Test
  void tasksRunOnAnotherThread() throws InterruptedException {
    CountDownLatch submitted = new CountDownLatch(1);
    try (OrderedTasks<Boolean> tasks = tasks(2)) {
      // Would never end on this thread.
      tasks.submit(() -> submitted.await(20, TimeUnit.SECONDS));
      submitted.countDown();
      assertThat(tasks.take()).isTrue();
    }
  }

  @Test
  void fullQueueTakesNoTask() throws InterruptedException {
    try (OrderedTasks<Integer> tasks = tasks(3)) {
      for (int i = 0; i < 3; i++) {
        assertThat(tasks.isFull()).isFalse();
        tasks.submit(() -> 1);
      }
      assertThat(tasks.isFull()).isTrue();
      assertThatIllegalStateException()
          .isThrownBy(() -> tasks.submit(() -> 1))
          .withMessage("The queue of thread 'test-tasks' is full");
      tasks.take();
      assertThat(tasks.isFull()).isFalse();
    }
  }

  @Test
  void exceptionsAreThrownInTheOrderOfTheTasks() throws InterruptedException {
    IllegalArgumentException unchecked = new IllegalArgumentException("bad frame");
    StackOverflowError error = new StackOverflowError();
    IOException checked = new IOException("disk full");
    try (OrderedTasks<Integer> tasks = tasks(5)) {
      tasks.submit(() -> 1);
      tasks.submit(
          () -> {
            throw unchecked;
          });
      tasks.submit(
          () -> {
            throw error;
          });
      tasks.submit(
          () -> {
            throw checked;
          });
      tasks.submit(() -> 5);

      assertThat(tasks.take()).isEqualTo(1);
      assertThatThrownBy(tasks::take).isSameAs(unchecked);
      assertThatThrownBy(tasks::take).isSameAs(error);
      assertThatThrownBy(tasks::take).isInstanceOf(IllegalStateException.class).hasCause(checked);
      assertThat(tasks.take()).isEqualTo(5);
    }
  }

  @Test
  void emptyQueueHasNoResult() {
    try (OrderedTasks<Integer> tasks = tasks(1)) {
      assertThat(tasks.isEmpty()).isTrue();
      assertThatThrownBy(tasks::take).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void closingInterruptsTheRunningTaskAndCancelsTheOthers() throws InterruptedException {
    CountDownLatch isRunning = new CountDownLatch(1);
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    AtomicBoolean secondRan = new AtomicBoolean();
    OrderedTasks<Boolean> tasks = tasks(5);
    tasks.submit(
        () -> {
          isRunning.countDown();
          try {
            TimeUnit.SECONDS.sleep(20);
          } catch (InterruptedException e) {
            wasInterrupted.set(true);
          }
          return true;
        });
    tasks.submit(() -> secondRan.getAndSet(true));
    assertThat(isRunning.await(20, TimeUnit.SECONDS)).isTrue();

    tasks.close();

    assertThat(wasInterrupted).isTrue();
    assertThat(secondRan).isFalse();
    assertThat(tasks.take()).isTrue();
    assertThatThrownBy(tasks::take).isInstanceOf(CancellationException.class);
  }

  /** Runs for some time whatever happens, as native code does. */
  private static void runUninterruptibly(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void closingWaitsForTheRunningTaskEvenIfInterrupted() throws Exception {
    CountDownLatch isRunning = new CountDownLatch(1);
    AtomicBoolean hasEnded = new AtomicBoolean();
    OrderedTasks<Boolean> tasks = tasks(1);
    tasks.submit(
        () -> {
          isRunning.countDown();
          runUninterruptibly(300);
          return hasEnded.getAndSet(true);
        });
    assertThat(isRunning.await(20, TimeUnit.SECONDS)).isTrue();
    FutureTask<Boolean> closing =
        new FutureTask<>(
            () -> {
              tasks.close();
              return hasEnded.get() && Thread.currentThread().isInterrupted();
            });
    Thread closer = new Thread(closing);
    closer.start();
    for (int i = 0; i < 10; i++) {
      closer.interrupt();
      TimeUnit.MILLISECONDS.sleep(5);
    }

    assertThat(closing.get()).as("task has ended, interrupt status is kept").isTrue();
  }
}
