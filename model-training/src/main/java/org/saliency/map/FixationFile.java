package org.saliency.map;

import java.util.stream.IntStream;
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
    SaliencyMap marks = format.read(bytes, path);
    double[] values = marks.values();
    double threshold = format.markThreshold();
    int[] pixels = IntStream.range(0, values.length).filter(i -> values[i] > threshold).toArray();
    return Fixations.ofPixels(marks.size(), pixels);
  }
}
