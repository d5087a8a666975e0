package org.saliency.map;

import org.saliency.UserException;

/** Fixations stored as the marked pixels of an image file. */
public final class FixationFile {

  private FixationFile() {}

  /**
   * Reads the marked pixels: those above zero in a PNG, above half of the range in a JPEG, where
   * compression leaves artefacts around every mark.
   *
   * @param bytes the whole file
   * @param path for error messages
   * @return each marked pixel once, in row-major order
   * @throws UserException as {@link MapFile#read}
   */
  public static Fixations read(byte[] bytes, String path) {
    PictureFormat format = PictureFormat.of(bytes, path);
    return format.read(bytes, path).above(format.markThreshold());
  }
}
