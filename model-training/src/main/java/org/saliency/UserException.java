package org.saliency;

import com.google.errorprone.annotations.FormatMethod;

/**
 * A fault that the user can mend: one line that names the thing, its value, the place and the mend.
 * It is printed without a stack trace and ends the process with the exit code of its {@link Kind}.
 * Everything else that is thrown counts as an unexpected fault and keeps its stack trace.
 */
public final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What was wrong, and the exit code that scripts see. */
  public enum Kind {
    /** Usage or configuration. */
    USAGE(2),
    /** Input missing or unreadable. */
    INPUT(3),
    /** Finished, but with more bad frames or videos than allowed. */
    BAD_FRAMES(4),
    /** The device asked for is not there, or PyTorch cannot be loaded. */
    DEVICE(5),
    /** The output belongs to other settings or another model. */
    OUTPUT(6),
    /** Another run is writing to the output. */
    BUSY(7);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code of the process, as INTERFACE promises it to scripts. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  private UserException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What was wrong. */
  public Kind kind() {
    return kind;
  }

  /** Wrong usage or configuration. */
  @FormatMethod
  public static UserException usage(String format, Object... arguments) {
    return new UserException(Kind.USAGE, String.format(format, arguments), null);
  }

  /** Input that is missing or cannot be read. */
  @FormatMethod
  public static UserException input(String format, Object... arguments) {
    return new UserException(Kind.INPUT, String.format(format, arguments), null);
  }

  /** Input that cannot be read, with the exception that showed it. */
  @FormatMethod
  public static UserException input(Throwable cause, String format, Object... arguments) {
    return new UserException(Kind.INPUT, String.format(format, arguments), cause);
  }

  /** More bad frames or videos than allowed. */
  @FormatMethod
  public static UserException badFrames(String format, Object... arguments) {
    return new UserException(Kind.BAD_FRAMES, String.format(format, arguments), null);
  }

  /** A device that is not there. */
  @FormatMethod
  public static UserException device(String format, Object... arguments) {
    return new UserException(Kind.DEVICE, String.format(format, arguments), null);
  }

  /** A device that is not there, with the exception that showed it. */
  @FormatMethod
  public static UserException device(Throwable cause, String format, Object... arguments) {
    return new UserException(Kind.DEVICE, String.format(format, arguments), cause);
  }

  /** An output that belongs to something else, or to a run that is under way. */
  @FormatMethod
  public static UserException output(String format, Object... arguments) {
    return new UserException(Kind.OUTPUT, String.format(format, arguments), null);
  }

  /** An output that another run is writing to. */
  @FormatMethod
  public static UserException busy(String format, Object... arguments) {
    return new UserException(Kind.BUSY, String.format(format, arguments), null);
  }
}
