package org.saliency.concurrent;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Prepares items on a few threads ahead of their use and hands them out in order. No more than a
 * given number is ready or under way at any time.
 *
 * @param <I> what an item is made from
 * @param <O> the item
 */
public final class ReadAhead<I, O> implements AutoCloseable {

  private final Iterator<I> inputs;
  private final Function<I, O> prepare;
  private final int depth;
  private final ExecutorService threads;
  private final Queue<Future<O>> ahead = new ArrayDeque<>();

  /**
   * Starts nothing yet.
   *
   * @param inputs what to make items from, in order
   * @param prepare makes one item; runs on the threads
   * @param threadCount number of threads
   * @param depth items that may be ready or under way
   * @param name of the threads
   */
  public ReadAhead(
      Iterator<I> inputs, Function<I, O> prepare, int threadCount, int depth, String name) {
    this.inputs = inputs;
    this.prepare = prepare;
    this.depth = depth;
    this.threads = Executors.newFixedThreadPool(threadCount, task -> daemon(task, name));
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Whether another item comes. */
  public boolean hasNext() {
    return !ahead.isEmpty() || inputs.hasNext();
  }

  /**
   * The next item; waits until it is ready.
   *
   * @throws RuntimeException what preparing it threw
   */
  public O next() throws InterruptedException {
    while (ahead.size() < depth && inputs.hasNext()) {
      I input = inputs.next();
      ahead.add(threads.submit(() -> prepare.apply(input)));
    }
    return Results.of(ahead.remove());
  }

  /** Stops the threads; items that nobody has taken are dropped. */
  @Override
  public void close() throws InterruptedException {
    threads.shutdownNow();
    threads.awaitTermination(1, TimeUnit.MINUTES);
  }
}
