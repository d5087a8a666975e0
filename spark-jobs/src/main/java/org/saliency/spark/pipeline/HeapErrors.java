package org.saliency.spark.pipeline;

import org.saliency.UserException;

/** What is said when the heap is too small. */
final class HeapErrors {

  private static final long MEGABYTE = 1 << 20;

  private HeapErrors() {}

  /** An exception that ends the task, not only the item, and whose cause is for the user. */
  static IllegalStateException tooSmall(String place, OutOfMemoryError error) {
    UserException cause =
        UserException.usage(
            "Java's heap of %d MB is too small for %s: raise spark.executor.memory (--driver-memory or"
                + " SALIENCY_JAVA_OPTIONS=-Xmx4g without a cluster), or spark.task.cpus so that fewer"
                + " tasks share it",
            Runtime.getRuntime().maxMemory() / MEGABYTE, place);
    cause.addSuppressed(error);
    return new IllegalStateException(cause.getMessage(), cause);
  }
}
