package org.saliency;

import com.google.errorprone.annotations.FormatMethod;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/**
 * A file cannot be read because its storage fails: a disk is not mounted, a server does not answer,
 * credentials have expired, a file was deleted after it was listed. Says nothing about the content,
 * so trying again later or on another machine may succeed. Decoders that reject the content of a
 * file throw a plain {@link UserException}.
 */
public final class StorageException extends UserException {

  private static final long serialVersionUID = 1L;

  private StorageException(String message, Throwable cause) {
    super(Kind.INPUT, message, cause);
  }

  /** A failure with a message of its own. */
  @FormatMethod
  public static StorageException of(Throwable cause, String format, Object... arguments) {
    return new StorageException(String.format(Locale.ROOT, format, arguments), cause);
  }

  /**
   * A file that cannot be read.
   *
   * @param cause the error of the file system, or an exception that wraps it
   */
  public static StorageException reading(String path, Throwable cause) {
    if (cause instanceof StorageException reported) {
      return reported;
    }
    Throwable error =
        !(cause instanceof IOException) && cause.getCause() instanceof IOException wrapped
            ? wrapped
            : cause;
    return error instanceof FileNotFoundException || error instanceof NoSuchFileException
        ? of(
            error,
            "%s does not exist any more, or cannot be reached from here: restore it, or mount its"
                + " disk on every node, then rerun",
            path)
        : of(
            error,
            "%s cannot be read (%s): check that the file still exists and that its disk or server"
                + " responds, then rerun",
            path,
            reason(error));
  }

  private static String reason(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank()
        ? error.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }

  /** The same error where the storage is given up on: the file counts as bad. */
  public UserException givenUp() {
    return UserException.input(getCause(), "%s", getMessage());
  }
}
