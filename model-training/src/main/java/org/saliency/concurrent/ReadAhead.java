package org.saliency.concurrent;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.ToLongFunction;

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
  private final ToLongFunction<I> bytes;
  private final OrderedTasks<O> tasks;
  private final Queue<I> held = new ArrayDeque<>(); // an input that has to wait for memory

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
    this(inputs, prepare, threadCount, depth, input -> 0, Long.MAX_VALUE, name);
  }

  /**
   * Creates a reader that bounds the memory of the items, too.
   *
   * @param bytes memory of the item of an input
   * @param mostBytes maximum bytes of the items that are being prepared or ready; a single item may
   *     exceed it
   */
  public ReadAhead(
      Iterator<I> inputs,
      Function<I, O> prepare,
      int threadCount,
      int depth,
      ToLongFunction<I> bytes,
      long mostBytes,
      String name) {
    this.inputs = inputs;
    this.prepare = prepare;
    this.bytes = bytes;
    this.tasks = new OrderedTasks<>(threadCount, depth, mostBytes, name);
  }

  /** Returns whether there is another item. */
  public boolean hasNext() {
    return !tasks.isEmpty() || hasInput();
  }

  /**
   * Returns the next item and waits until it is ready.
   *
   * @throws RuntimeException thrown while the item was prepared
   * @throws NoSuchElementException if there is no other item
   */
  public O next() throws InterruptedException {
    boolean hasRoom = true;
    while (hasRoom && !tasks.isFull() && hasInput()) {
      hasRoom = submit();
    }
    return tasks.take();
  }

  private boolean hasInput() {
    return !held.isEmpty() || inputs.hasNext();
  }

  /** Submits the next input, unless it has to wait for memory. */
  private boolean submit() {
    I input = held.isEmpty() ? inputs.next() : held.remove();
    long itemBytes = bytes.applyAsLong(input);
    if (!tasks.hasRoomFor(itemBytes)) {
      held.add(input);
      return false;
    }
    tasks.submit(() -> prepare.apply(input), itemBytes);
    return true;
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
