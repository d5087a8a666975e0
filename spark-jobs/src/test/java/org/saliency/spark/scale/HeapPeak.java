package org.saliency.spark.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** The most memory of this JVM's heap that was reachable at a time, found by collecting often. */
public final class HeapPeak implements AutoCloseable {

  private final Thread thread = new Thread(this::watch, "heap-peak");
  private final long pause;
  private volatile boolean isOver;
  private volatile long most;

  /**
   * Begins.
   *
   * @param pause milliseconds between two collections
   */
  public HeapPeak(long pause) {
    this.pause = pause;
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!isOver) {
      collect();
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void collect() {
    System.gc();
    MemoryUsage usage = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    most = Math.max(most, usage.getUsed());
  }

  /** Megabytes. */
  public long megabytes() {
    return most >> 20;
  }

  @Override
  public void close() {
    isOver = true;
    thread.interrupt();
  }
}
