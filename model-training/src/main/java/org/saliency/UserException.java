package org.saliency;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/**
 * An error the user can fix. Its message is one line: what is wrong, with which value, where, and
 * the fix. It is printed without a stack trace and ends the process with the exit code of its
 * {@link Kind}. Any other exception counts as unexpected and is printed with its stack trace.
 */
public sealed class UserException extends RuntimeException permits StorageException {

  private static final long serialVersionUID = 1L;

  /** Kind of error, with its exit code. */
  public enum Kind {
    /** Invalid usage or configuration. */
    USAGE(2),
    /** Missing or unreadable input. */
    INPUT(3),
    /** The run finished, but more frames or videos were bad than allowed. */
    BAD_FRAMES(4),
    /** The requested device is not available, or PyTorch cannot be loaded. */
    DEVICE(5),
    /** The output belongs to other settings or another model. */
    OUTPUT(6),
    /** Another run is writing to the output. */
    BUSY(7);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /** Name in JSON. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Exit code of the process. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  UserException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The kind of error. */
  public Kind kind() {
    return kind;
  }

  /** Invalid usage or configuration. */
  @FormatMethod
  public static UserException usage(String format, Object... arguments) {
    return new UserException(Kind.USAGE, String.format(Locale.ROOT, format, arguments), null);
  }

  /** Missing or unreadable input. */
  @FormatMethod
  public static UserException input(String format, Object... arguments) {
    return new UserException(Kind.INPUT, String.format(Locale.ROOT, format, arguments), null);
  }

  /** Missing or unreadable input, with the cause. */
  @FormatMethod
  public static UserException input(Throwable cause, String format, Object... arguments) {
    return new UserException(Kind.INPUT, String.format(Locale.ROOT, format, arguments), cause);
  }

  /** More bad frames or videos than allowed. */
  @FormatMethod
  public static UserException badFrames(String format, Object... arguments) {
    return new UserException(Kind.BAD_FRAMES, String.format(Locale.ROOT, format, arguments), null);
  }

  /** An unavailable device. */
  @FormatMethod
  public static UserException device(String format, Object... arguments) {
    return new UserException(Kind.DEVICE, String.format(Locale.ROOT, format, arguments), null);
  }

  /** An unavailable device, with the cause. */
  @FormatMethod
  public static UserException device(Throwable cause, String format, Object... arguments) {
    return new UserException(Kind.DEVICE, String.format(Locale.ROOT, format, arguments), cause);
  }

  /** An output folder that belongs to other settings or another model. */
  @FormatMethod
  public static UserException output(String format, Object... arguments) {
    return new UserException(Kind.OUTPUT, String.format(Locale.ROOT, format, arguments), null);
  }

  /** An output that another run is writing to. */
  @FormatMethod
  public static UserException busy(String format, Object... arguments) {
    return new UserException(Kind.BUSY, String.format(Locale.ROOT, format, arguments), null);
  }
}
