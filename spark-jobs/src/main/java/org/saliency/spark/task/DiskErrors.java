package org.saliency.spark.task;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import org.saliency.UserException;

/** Finds a full or read-only disk, or a path that cannot be, among the causes of an error. */
final class DiskErrors {

  /** What Linux and macOS call them. */
  private static final List<String> REASONS =
      List.of(
          "No space left on device",
          "Read-only file system",
          "Permission denied",
          "Not a directory",
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
          return Optional.of(cannotAccess(file(failed), reason.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static String file(IOException error) {
    if (error instanceof FileSystemException named && named.getFile() != null) {
      return named.getFile();
    }
    // 'PATH (reason)' of java.io
    int end = String.valueOf(error.getMessage()).lastIndexOf(" (");
    return error instanceof FileNotFoundException && end > 0
        ? error.getMessage().substring(0, end)
        : "a file or folder";
  }

  private static UserException cannotAccess(String file, String reason) {
    return UserException.usage(
        "%s cannot be written or read (%s): choose another folder, or fix its permissions or free"
            + " space, and run the command again",
        file, reason);
  }
}
