package org.saliency.concurrent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs pieces of work one after the other on a thread of its own, behind the one that gives them.
 * No more than a given number waits at any time: giving another waits, too.
 */
public final class WriteBehind implements AutoCloseable {

  private final int depth;
  private final ExecutorService thread;
  private final Queue<Future<?>> behind = new ArrayDeque<>();

  /**
   * Starts nothing yet.
   *
   * @param depth pieces that may wait
   * @param name of the thread
   */
  public WriteBehind(int depth, String name) {
    this.depth = depth;
    this.thread = Executors.newSingleThreadExecutor(task -> ReadAhead.daemon(task, name));
  }

  /**
   * Gives a piece of work.
   *
   * @throws RuntimeException what an earlier piece threw
   */
  public void add(Callable<?> work) throws InterruptedException {
    if (behind.size() >= depth) {
      Results.of(behind.remove());
    }
    behind.add(thread.submit(work));
  }

  /**
   * Waits until all is done.
   *
   * @throws RuntimeException what a piece threw
   */
  public void finish() throws InterruptedException {
    while (!behind.isEmpty()) {
      Results.of(behind.remove());
    }
  }

  /** Stops the thread; what has not begun is dropped. */
  @Override
  public void close() throws InterruptedException {
    thread.shutdownNow();
    thread.awaitTermination(1, TimeUnit.MINUTES);
  }
}
