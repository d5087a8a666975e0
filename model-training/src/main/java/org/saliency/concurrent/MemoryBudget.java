package org.saliency.concurrent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * Memory that work on large frames shares: what does not fit has to wait, in order. A single piece
 * of work larger than the budget gets all of it. A thread takes one share at a time and gives it
 * back before it waits for anything else. Thread-safe.
 */
public final class MemoryBudget {

  /** Half of this JVM's heap. */
  public static final MemoryBudget HEAP = new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);

  private static final int UNIT = 1024;

  private final int units;
  private final Semaphore free;

  /** A budget of so many bytes. */
  public MemoryBudget(long bytes) {
    this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
    this.free = new Semaphore(units, true);
  }

  /** A share of the budget, given back when it is closed. */
  public interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for a share.
   *
   * @throws CancellationException if the thread is interrupted, which it stays
   */
  public Share take(long bytes) {
    int taken = (int) Math.min(units, bytes / UNIT);
    try {
      free.acquire(taken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for memory");
    }
    return () -> free.release(taken);
  }
}
