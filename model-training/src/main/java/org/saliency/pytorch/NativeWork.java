package org.saliency.pytorch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Delays the exit of the JVM until PyTorch is idle. On exit the JVM unloads PyTorch and would crash
 * if a thread were still using it.
 */
public final class NativeWork {

  /** Longer than a training step; afterwards the JVM exits anyway. */
  private static final long PATIENCE_SECONDS = 60;

  /** Read-locked by work. The shutdown hook keeps the write lock, so that no more work starts. */
  private static final ReentrantReadWriteLock END = new ReentrantReadWriteLock(true);

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(NativeWork::end, "end-native-work"));
  }

  private NativeWork() {}

  /** Runs work; blocks forever when the JVM is exiting. */
  public static <T> T run(Supplier<T> work) {
    END.readLock().lock();
    try {
      return work.get();
    } finally {
      END.readLock().unlock();
    }
  }

  private static void end() {
    try {
      boolean unused = END.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
