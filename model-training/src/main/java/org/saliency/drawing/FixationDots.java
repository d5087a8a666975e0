package org.saliency.drawing;

import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.Fixations;

/** Draws fixations as cyan dots with black rims. */
public final class FixationDots {

  /** One pixel of radius for this many rows, at least {@link #MIN_RADIUS}. */
  private static final int ROWS_PER_RADIUS = 120;

  private static final int MIN_RADIUS = 2;
  private static final int FILL = 0x00e5ff; // does not occur in the heat map's colours
  private static final int RIM = 0x000000;

  private FixationDots() {}

  /** Draws fixations, given at any size, into a picture. */
  public static void draw(Frame picture, Fixations fixations) {
    draw(picture, Crop.WHOLE.apply(fixations, picture.size()), 0);
  }

  /**
   * Draws fixations into a part of a picture.
   *
   * @param fixations at the size of the part
   * @param left first column of the part
   */
  static void draw(Frame picture, Fixations fixations, int left) {
    int radius = Math.max(MIN_RADIUS, fixations.size().height() / ROWS_PER_RADIUS);
    discs(picture, fixations, left, radius + 1, RIM);
    discs(picture, fixations, left, radius, FILL); // after all rims: no rim covers a dot
  }

  private static void discs(Frame picture, Fixations fixations, int left, int radius, int colour) {
    Size size = fixations.size();
    for (int i = 0; i < fixations.count(); i++) {
      int row = fixations.rows()[i];
      int column = fixations.columns()[i];
      for (int y = Math.max(0, row - radius); y <= Math.min(size.height() - 1, row + radius); y++) {
        int half = (int) Math.sqrt(radius * radius - (y - row) * (y - row));
        int last = Math.min(size.width() - 1, column + half);
        for (int x = Math.max(0, column - half); x <= last; x++) {
          paint(picture, y, left + x, colour);
        }
      }
    }
  }

  private static void paint(Frame picture, int row, int column, int colour) {
    int at = 3 * (row * picture.size().width() + column);
    picture.rgb()[at] = (byte) (colour >> 16);
    picture.rgb()[at + 1] = (byte) (colour >> 8);
    picture.rgb()[at + 2] = (byte) colour;
  }
}
