package org.saliency.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.saliency.UserException;

/** Errors of the local disk in words for users. */
public final class FileErrors {

  private FileErrors() {}

  /**
   * A file or folder that cannot be written.
   *
   * @param output what was to be written
   * @param cause the error of the file system
   * @return of kind USAGE
   */
  public static UserException cannotWrite(Path output, IOException cause) {
    return UserException.usage(
        "%s cannot be written (%s): choose another place, or fix its permissions or free space, and"
            + " run the command again",
        output, reason(cause));
  }

  /**
   * Requires that a file or folder can be made, before a long computation whose result it takes.
   *
   * @throws UserException when a folder of its path is a file, or cannot be written
   */
  public static void requireWritable(Path output) {
    Path nearest = output.toAbsolutePath();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    boolean isInFile = !nearest.equals(output.toAbsolutePath()) && !Files.isDirectory(nearest);
    if (isInFile) {
      throw cannotWrite(output, new FileAlreadyExistsException(nearest.toString()));
    }
    if (!Files.isWritable(nearest)) {
      throw cannotWrite(output, new AccessDeniedException(nearest.toString()));
    }
  }

  /**
   * The path of a missing file for messages: if relative, with the working directory, which is
   * another than the user's where a cluster runs the driver.
   */
  public static String sought(Path file) {
    return file.isAbsolute() ? file.toString() : file + " in " + Path.of("").toAbsolutePath();
  }

  /** Why the file system refused, in a few words. */
  public static String reason(IOException error) {
    // ImageIO wraps the error of the file system.
    IOException cause = error.getCause() instanceof IOException inner ? inner : error;
    if (cause instanceof FileAlreadyExistsException existing) {
      return existing.getFile() + " is a file, not a folder";
    }
    if (cause instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (cause instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (cause instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getReason();
    }
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }
}
