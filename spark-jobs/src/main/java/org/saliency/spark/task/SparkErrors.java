package org.saliency.spark.task;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.saliency.UserException;
import org.saliency.pytorch.PyTorch;

/** Finds the cause of a failed Spark job. */
public final class SparkErrors {

  private static final List<String> ENDED_BY_CLUSTER =
      List.of(
          "Master removed our application",
          "All masters are unresponsive",
          "SparkContext was shut down");

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

  /**
   * What to say of a run that the cluster ended, or that lost it; empty for any other error. It may
   * succeed when it is run again, so that it is not an error of the user.
   */
  public static Optional<String> endedByCluster(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (!(cause.getCause() instanceof SparkException)
          && ENDED_BY_CLUSTER.stream().anyMatch(message::contains)) {
        return Optional.of(
            "Spark ended the run ("
                + message.lines().findFirst().orElse("")
                + "): look at the page of its master and the logs of executors, and run the command"
                + " again");
      }
    }
    return Optional.empty();
  }

  /**
   * Type and message in one line, without the executors' stack traces that Spark appends; of an
   * error in TorchScript, also the line that states it.
   */
  public static String firstLine(Throwable error) {
    String text = error.toString();
    String first = text.lines().findFirst().orElse("");
    return text.contains("\nTraceback of TorchScript")
        ? first + " " + PyTorch.reason(error)
        : first;
  }
}
