package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import org.saliency.UserException;

/** Finds a full or read-only disk, or a missing permission, among the causes of an error. */
final class DiskErrors {

  /** What Linux and macOS call them. */
  private static final List<String> REASONS =
      List.of(
          "No space left on device",
          "Read-only file system",
          "Permission denied",
          "Disk quota exceeded",
          "Too many open files");

  private DiskErrors() {}

  /** The error for the user; empty if there is another cause. */
  static Optional<UserException> userError(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof AccessDeniedException denied) {
        return Optional.of(cannotAccess(denied.getFile(), "Permission denied"));
      }
      if (cause instanceof IOException failed) {
        Optional<String> reason =
            REASONS.stream()
                .filter(text -> String.valueOf(failed.getMessage()).contains(text))
                .findFirst();
        if (reason.isPresent()) {
          String file =
              failed instanceof FileSystemException named ? named.getFile() : "a file or folder";
          return Optional.of(cannotAccess(file, reason.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static UserException cannotAccess(String file, String reason) {
    return UserException.usage(
        "%s cannot be written or read (%s): choose another folder, or fix its permissions or free"
            + " space, and run the command again",
        file, reason);
  }
}
