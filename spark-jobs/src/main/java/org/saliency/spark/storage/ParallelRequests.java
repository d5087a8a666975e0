package org.saliency.spark.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Accesses many files in parallel, since each request has to be waited for. */
public final class ParallelRequests {

  /** Most requests at a time: far below what object stores and name nodes take of one client. */
  static final int THREADS = 32;

  /** Threads for requests that nobody waits for yet; they end when there are none. */
  private static final ThreadPoolExecutor EARLY =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          daemon("read-ahead"));

  static {
    EARLY.allowCoreThreadTimeOut(true);
  }

  private ParallelRequests() {}

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Begins a request. */
  static <O> Future<O> submit(Callable<O> request) {
    return EARLY.submit(request);
  }

  /** Access to one file or folder. */
  public interface Access<I, O> {
    O of(I item) throws IOException;
  }

  /**
   * Accesses files. After an error no further access is begun, and all that have begun are over
   * when this returns.
   *
   * @param most number of accesses at a time
   * @return results in the order of the items
   */
  public static <I, O> List<O> run(List<I> items, int most, Access<I, O> access)
      throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(items.size(), most)));
    try {
      List<Future<O>> futures = new ArrayList<>();
      for (I item : items) {
        futures.add(threads.submit(() -> access.of(item)));
      }
      List<O> results = new ArrayList<>();
      for (Future<O> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for files");
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  /** The error of a request. */
  static IOException unwrapped(ExecutionException error) {
    if (error.getCause() instanceof RuntimeException cause) {
      throw cause;
    }
    return error.getCause() instanceof IOException cause
        ? cause
        : new IOException(error.getCause());
  }

  private static void awaitEnd(ExecutorService threads) {
    boolean isInterrupted = Thread.interrupted();
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
