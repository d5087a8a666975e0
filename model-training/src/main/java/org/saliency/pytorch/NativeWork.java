package org.saliency.pytorch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Work of PyTorch that the end of the JVM waits for. A JVM that is told to end unloads PyTorch, and
 * would crash where a thread still computes with it.
 */
public final class NativeWork {

  /** Longer than a step of training takes; then the JVM ends all the same. */
  private static final long PATIENCE_SECONDS = 60;

  /** Read while work is done; written by the JVM's end, which keeps it, so that no work begins. */
  private static final ReentrantReadWriteLock END = new ReentrantReadWriteLock(true);

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(NativeWork::end, "end-native-work"));
  }

  private NativeWork() {}

  /** Does some work. When the JVM is ending, it never begins. */
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
