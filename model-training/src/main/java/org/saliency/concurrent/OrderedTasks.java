package org.saliency.concurrent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue of tasks that run on daemon threads of its own and whose results are taken in the
 * order of submission. One thread submits and takes; any thread may close.
 *
 * @param <T> result of a task
 */
public final class OrderedTasks<T> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OrderedTasks.class);

  private record Pending<T>(Future<T> result, long bytes) {}

  private final int capacity;
  private final long mostBytes;
  private final String name;
  private final ExecutorService threads;
  private final Queue<Pending<T>> queue = new ArrayDeque<>();
  private long bytes;

  /**
   * Creates an empty queue. Threads start with the first tasks.
   *
   * @param threadCount number of threads
   * @param capacity maximum number of tasks whose results have not been taken
   * @param name name of the threads
   */
  public OrderedTasks(int threadCount, int capacity, String name) {
    this(threadCount, capacity, Long.MAX_VALUE, name);
  }

  /**
   * Creates an empty queue that bounds the memory of its tasks, too.
   *
   * @param mostBytes maximum bytes of the tasks whose results have not been taken; a single task
   *     may exceed it
   */
  public OrderedTasks(int threadCount, int capacity, long mostBytes, String name) {
    this.capacity = capacity;
    this.mostBytes = mostBytes;
    this.name = name;
    this.threads =
        Executors.newFixedThreadPool(
            threadCount,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Returns whether no result is left to take. */
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Returns whether a result has to be taken before another task can be submitted. */
  public boolean isFull() {
    return queue.size() >= capacity;
  }

  /** Returns whether a task of so many bytes can be submitted; always for an empty queue. */
  public boolean hasRoomFor(long taskBytes) {
    return queue.isEmpty() || !isFull() && taskBytes <= mostBytes - bytes;
  }

  /**
   * Adds a task.
   *
   * @throws IllegalStateException if the queue is full
   */
  public void submit(Callable<T> task) {
    submit(task, 0);
  }

  /**
   * Adds a task.
   *
   * @param taskBytes memory that the task and its result hold
   * @throws IllegalStateException if the queue is full
   */
  public void submit(Callable<T> task, long taskBytes) {
    if (!hasRoomFor(taskBytes)) {
      throw new IllegalStateException("The queue of thread '" + name + "' is full");
    }
    queue.add(new Pending<>(threads.submit(task), taskBytes));
    bytes += taskBytes;
  }

  /**
   * Removes the oldest task and waits for its result.
   *
   * @throws RuntimeException thrown by the task; a checked exception is the cause of an {@link
   *     IllegalStateException}
   * @throws CancellationException if the queue was closed before the task started
   * @throws java.util.NoSuchElementException if the queue is empty
   */
  public T take() throws InterruptedException {
    try {
      Pending<T> next = queue.remove();
      bytes -= next.bytes();
      return next.result().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Cancels the tasks that have not started, interrupts those that have, and waits until they end,
   * however long that takes and even if the calling thread is interrupted meanwhile (its interrupt
   * status is kept). After this call it is safe to free what the tasks use.
   */
  @Override
  public void close() {
    threads.shutdownNow().forEach(task -> ((Future<?>) task).cancel(false));
    boolean isInterrupted = false;
    boolean isTerminated = false;
    while (!isTerminated) {
      try {
        isTerminated = threads.awaitTermination(1, TimeUnit.MINUTES);
        if (!isTerminated) {
          LOG.warn("Still waiting for thread '{}' to finish its current task", name);
        }
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
