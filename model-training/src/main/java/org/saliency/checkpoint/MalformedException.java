package org.saliency.checkpoint;

import java.io.IOException;

/**
 * Bytes that are not what their format promises. The message, one line, says what is wrong and what
 * to do; {@link TensorFile} adds the path.
 */
final class MalformedException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  /** A fault told in one line; whatever the file put into it is made fit to print. */
  MalformedException(String message) {
    super(printable(message));
  }

  /** A file that ends early or was altered on its way. */
  static MalformedException damaged(String sign) {
    return new MalformedException(
        sign + ": the file is truncated or damaged; copy or download it again");
  }

  private static String printable(String message) {
    String line = message.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
