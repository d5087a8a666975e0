package org.saliency.spark.task;

import java.util.Optional;
import org.saliency.UserException;

/** What was really wrong when Spark says that a job failed. */
public final class SparkFaults {

  private SparkFaults() {}

  /** The fault that the user can mend, where there is one among the causes; else the fault. */
  static RuntimeException of(Throwable fault) {
    Optional<UserException> mendable = mendable(fault);
    if (mendable.isPresent()) {
      return mendable.get();
    }
    return fault instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("the Spark job failed: " + firstLine(fault), fault);
  }

  /** The fault that the user can mend, among a fault and its causes. */
  public static Optional<UserException> mendable(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** A fault in one line: Spark's messages carry the stack traces of executors. */
  public static String firstLine(Throwable fault) {
    return fault.toString().lines().findFirst().orElse("");
  }
}
