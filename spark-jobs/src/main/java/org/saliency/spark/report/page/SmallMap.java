package org.saliency.spark.report.page;

import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * A saliency map in 8 bits at the small size that a page embeds; its highest value is 255.
 *
 * @param grey one byte a pixel, row by row
 */
public record SmallMap(Size size, byte[] grey) {

  private static final Size BOX = new Size(96, 96);

  /** JPEG's blocks, so that maps below each other do not share one. */
  private static final int BLOCK = 8;

  /**
   * Small size for maps of frames of a size: the same shape, with a height that JPEG's blocks
   * divide.
   */
  public static Size sizeFor(Size frame) {
    Size fitted = frame.fitInto(BOX);
    int blocks = Math.max(1, Math.round((float) fitted.height() / BLOCK));
    return new Size(fitted.width(), BLOCK * blocks);
  }

  /** Shrinks a map. An all-zero map stays zero. */
  public static SmallMap of(SaliencyMap map, Size size) {
    return of(size, Resize.antialiased(map, size).values());
  }

  static SmallMap of(Size size, double[] values) {
    double highest = Double.MIN_NORMAL;
    for (double value : values) {
      highest = Math.max(highest, value);
    }
    byte[] grey = new byte[values.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) Math.round(255 * Math.max(0, values[i]) / highest);
    }
    return new SmallMap(size, grey);
  }
}
