package org.saliency.concurrent;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Prepares items on background threads before they are needed and returns them in order. The inputs
 * are read by the thread that calls {@link #next()}.
 *
 * @param <I> input of an item
 * @param <O> prepared item
 */
public final class ReadAhead<I, O> implements AutoCloseable {

  private final Iterator<I> inputs;
  private final Function<I, O> prepare;
  private final OrderedTasks<O> tasks;

  /**
   * Creates a reader. Nothing is read before the first call to {@link #next()}.
   *
   * @param inputs inputs in order
   * @param prepare makes an item from an input; runs on the background threads
   * @param threadCount number of threads
   * @param depth maximum number of items that are being prepared or ready
   * @param name name of the threads
   */
  public ReadAhead(
      Iterator<I> inputs, Function<I, O> prepare, int threadCount, int depth, String name) {
    this.inputs = inputs;
    this.prepare = prepare;
    this.tasks = new OrderedTasks<>(threadCount, depth, name);
  }

  /** Returns whether there is another item. */
  public boolean hasNext() {
    return !tasks.isEmpty() || inputs.hasNext();
  }

  /**
   * Returns the next item and waits until it is ready.
   *
   * @throws RuntimeException thrown while the item was prepared
   * @throws NoSuchElementException if there is no other item
   */
  public O next() throws InterruptedException {
    while (!tasks.isFull() && inputs.hasNext()) {
      I input = inputs.next();
      tasks.submit(() -> prepare.apply(input));
    }
    return tasks.take();
  }

  /**
   * Discards the items that have not been returned, and waits for the threads as {@link
   * OrderedTasks#close()} does.
   */
  @Override
  public void close() {
    tasks.close();
  }
}
