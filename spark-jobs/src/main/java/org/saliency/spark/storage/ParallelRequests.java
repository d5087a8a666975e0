package org.saliency.spark.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Accesses many files in parallel, since each request has to be waited for. */
public final class ParallelRequests {

  private static final int THREADS = 8;

  private ParallelRequests() {}

  /** Access to one file or folder. */
  public interface Access<I, O> {
    O of(I item) throws IOException;
  }

  /**
   * Accesses files. After an error no further access is begun, and all that have begun are over
   * when this returns.
   *
   * @return results in the order of the items
   */
  static <I, O> List<O> run(List<I> items, Access<I, O> access) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(items.size(), THREADS)));
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
      if (e.getCause() instanceof RuntimeException error) {
        throw error;
      }
      throw e.getCause() instanceof IOException error ? error : new IOException(e.getCause());
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
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
