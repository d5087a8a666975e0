package org.saliency.map;

import org.saliency.frame.Size;

/**
 * Fits maps and fixations into a fixed size: keeps the aspect ratio, centres, and pads with zeros.
 * The size of the padded side and its offset are rounded down, as in the evaluation code of the
 * SAVAM data.
 *
 * @param box size of every result
 */
public record Letterbox(Size box) {

  /** Scaled size and position inside the box. */
  private record Placement(Size scaled, int top, int left) {}

  /**
   * The letterboxed map, resized bilinearly without antialiasing; the same object if it already has
   * the box's size.
   */
  public SaliencyMap apply(SaliencyMap map) {
    Placement place = place(map.size());
    Size scaled = place.scaled;
    SaliencyMap resized = Resize.bilinear(map, scaled);
    if (scaled.equals(box)) {
      return resized;
    }
    double[] result = new double[box.pixels()];
    for (int row = 0; row < scaled.height(); row++) {
      System.arraycopy(
          resized.values(),
          row * scaled.width(),
          result,
          (place.top + row) * box.width() + place.left,
          scaled.width());
    }
    return new SaliencyMap(box, result);
  }

  /**
   * The letterboxed fixations, in the same order: each coordinate is scaled, rounded half up,
   * clamped to the scaled image, and moved by the offset.
   */
  public Fixations apply(Fixations fixations) {
    Placement place = place(fixations.size());
    Size own = fixations.size();
    Size scaled = place.scaled;
    int[] rows = new int[fixations.count()];
    int[] columns = new int[fixations.count()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = place.top + scale(fixations.rows()[i], own.height(), scaled.height());
      columns[i] = place.left + scale(fixations.columns()[i], own.width(), scaled.width());
    }
    return new Fixations(box, rows, columns);
  }

  private static int scale(int position, int from, int to) {
    long rounded = (2L * position * to + from) / (2L * from);
    return (int) Math.min(rounded, to - 1);
  }

  private Placement place(Size own) {
    long byHeight = (long) own.width() * box.height();
    long byWidth = (long) own.height() * box.width();
    Size scaled =
        byHeight < byWidth
            ? new Size((int) Math.max(1, byHeight / own.height()), box.height())
            : new Size(box.width(), (int) Math.max(1, byWidth / own.width()));
    return new Placement(
        scaled, (box.height() - scaled.height()) / 2, (box.width() - scaled.width()) / 2);
  }
}
