package org.saliency.concurrent;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Results of other threads. */
final class Results {

  private Results() {}

  /** Waits for a result; throws what its computation threw, as it was where that is possible. */
  static <T> T of(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
