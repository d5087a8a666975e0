package org.saliency.map;

import org.saliency.UserException;

/** Fixations as picture files, in which some pixels are marked. */
public final class FixationFile {

  private FixationFile() {}

  /**
   * Reads the marked pixels: in a PNG those above zero; in a JPEG, whose compression leaves traces
   * around every mark, those above half of the range.
   *
   * @param bytes the whole file
   * @param path names the file in errors
   * @return each marked pixel once, in row-major order
   * @throws UserException as {@link MapFile#read}
   */
  public static Fixations read(byte[] bytes, String path) {
    PictureFormat format = PictureFormat.of(bytes, path);
    return format.read(bytes, path).above(format.markThreshold());
  }
}
