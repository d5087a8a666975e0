package org.saliency.checkpoint;

import java.io.IOException;

/**
 * Signals a file that violates its format. The message is one line: what is wrong and the fix;
 * {@link TensorFile} adds the path.
 */
final class MalformedException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  /** Control characters in the message are replaced, long messages are cut. */
  MalformedException(String message) {
    super(printable(message));
  }

  /** A truncated or altered file. */
  static MalformedException damaged(String sign) {
    return new MalformedException(
        sign + ": the file is truncated or damaged; copy or download it again");
  }

  private static String printable(String message) {
    String line = message.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
