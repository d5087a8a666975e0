package org.saliency.map;

import org.saliency.UserException;

/** The fixations of one frame in a file: the marked pixels of an image, or a MATLAB file. */
public final class FixationFile {

  private FixationFile() {}

  /**
   * Reads fixations. In an image these are the marked pixels: those above zero in a PNG, above half
   * of the range in a JPEG, where compression leaves artefacts around every mark. In a MATLAB file
   * they are SALICON's {@code gaze}, or the marks of a matrix ({@code fixLocs}, {@code I}).
   *
   * @param bytes the whole file
   * @param path for error messages
   * @return each marked pixel once, in row-major order; {@code gaze} in its order, repeated pixels
   *     included
   * @throws UserException as {@link MapFile#read}
   */
  public static Fixations read(byte[] bytes, String path) {
    if (FixationMatFile.isMat(bytes)) {
      return FixationMatFile.read(bytes, path);
    }
    PictureFormat format = PictureFormat.of(bytes, path);
    return format.read(bytes, path).above(format.markThreshold());
  }
}
