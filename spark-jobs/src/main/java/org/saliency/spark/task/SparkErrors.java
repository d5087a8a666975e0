package org.saliency.spark.task;

import java.util.Optional;
import org.saliency.UserException;

/** Finds the cause of a failed Spark job. */
public final class SparkErrors {

  private SparkErrors() {}

  /** The {@link #userError}, if any; otherwise the error itself as an unchecked exception. */
  static RuntimeException unwrap(Throwable error) {
    Optional<UserException> userError = userError(error);
    if (userError.isPresent()) {
      return userError.get();
    }
    return error instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("Spark job failed: " + firstLine(error), error);
  }

  /**
   * The first error in the chain of causes that the user can fix; otherwise a full or read-only
   * disk, if there is one in the chain.
   */
  public static Optional<UserException> userError(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException found) {
        return Optional.of(found);
      }
    }
    return DiskErrors.userError(error);
  }

  /** Type and message in one line, without the executors' stack traces that Spark appends. */
  public static String firstLine(Throwable error) {
    return error.toString().lines().findFirst().orElse("");
  }
}
