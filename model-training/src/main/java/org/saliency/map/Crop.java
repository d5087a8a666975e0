package org.saliency.map;

import java.util.Locale;
import java.util.stream.IntStream;
import org.saliency.frame.Size;

/**
 * A crop relative to an image's width and height, optionally mirrored; the same crop applies to a
 * frame and its map at any size. Mirrored when {@code left > right}.
 *
 * @param left start of the first column, 0..1
 * @param top start of the first row, 0..1
 * @param right end of the last column, 0..1, different from {@code left}
 * @param bottom end of the last row, 0..1, greater than {@code top}
 */
public record Crop(double left, double top, double right, double bottom) {

  /** The whole image, not mirrored. */
  public static final Crop WHOLE = new Crop(0, 0, 1, 1);

  public Crop {
    if (!(isShare(left) && isShare(top) && isShare(right) && isShare(bottom))
        || left == right
        || top >= bottom) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Invalid crop from (%s, %s) to (%s, %s)", left, top, right, bottom));
    }
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  /** The same crop, mirrored horizontally. */
  public Crop mirrored() {
    return new Crop(/* left= */ right, top, /* right= */ left, bottom);
  }

  /** Whether the crop is mirrored horizontally. */
  public boolean isMirrored() {
    return left > right;
  }

  /**
   * Transforms fixations, which lie at the centres of their pixels, and drops those outside the
   * crop. The order is kept.
   *
   * @param size of the resulting image
   */
  public Fixations apply(Fixations fixations, Size size) {
    int[] rows = IntStream.of(fixations.rows()).map(row -> row(row, fixations, size)).toArray();
    int[] columns =
        IntStream.of(fixations.columns()).map(column -> column(column, fixations, size)).toArray();
    int[] shown =
        IntStream.range(0, rows.length)
            .filter(i -> isWithin(rows[i], size.height()) && isWithin(columns[i], size.width()))
            .toArray();
    return new Fixations(
        size,
        IntStream.of(shown).map(i -> rows[i]).toArray(),
        IntStream.of(shown).map(i -> columns[i]).toArray());
  }

  private int row(int row, Fixations fixations, Size size) {
    double place = ((row + 0.5) / fixations.size().height() - top) / (bottom - top);
    return (int) Math.floor(place * size.height());
  }

  private int column(int column, Fixations fixations, Size size) {
    double place = ((column + 0.5) / fixations.size().width() - left) / (right - left);
    return (int) Math.floor(place * size.width());
  }

  private static boolean isWithin(int position, int length) {
    return position >= 0 && position < length;
  }

  /**
   * The fraction of a map's sum at pixels with their centres inside the crop.
   *
   * @return 0..1; 0 for an all-zero map
   */
  public double share(SaliencyMap map) {
    int width = map.size().width();
    int height = map.size().height();
    double shown = 0;
    double sum = 0;
    for (int row = 0; row < height; row++) {
      double y = (row + 0.5) / height;
      for (int column = 0; column < width; column++) {
        double x = (column + 0.5) / width;
        double value = map.at(row, column);
        sum += value;
        if (y >= top && y < bottom && x >= Math.min(left, right) && x < Math.max(left, right)) {
          shown += value;
        }
      }
    }
    return sum > 0 ? shown / sum : 0;
  }

  AxisWeights rows(Size from, Size to) {
    return AxisWeights.antialiased(
        from.height(), to.height(), top * from.height(), bottom * from.height());
  }

  AxisWeights columns(Size from, Size to) {
    return AxisWeights.antialiased(
        from.width(), to.width(), left * from.width(), right * from.width());
  }
}
