package org.saliency.map;

import java.util.Locale;
import java.util.stream.IntStream;
import org.saliency.frame.Size;

/**
 * The part of a picture that is shown, and which way round, as shares of its width and height: so
 * one view fits a frame and its map, whatever their sizes. It is mirrored when its left lies to the
 * right of its right.
 *
 * @param left where its first column begins, 0..1
 * @param top where its first row begins, 0..1
 * @param right where its last column ends, 0..1 and not {@code left}
 * @param bottom where its last row ends, 0..1 and below {@code top}
 */
public record Crop(double left, double top, double right, double bottom) {

  /** The whole picture as it is. */
  public static final Crop WHOLE = new Crop(0, 0, 1, 1);

  public Crop {
    if (!(isShare(left) && isShare(top) && isShare(right) && isShare(bottom))
        || left == right
        || top >= bottom) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "from (%s, %s) to (%s, %s) is no part of a picture",
              left,
              top,
              right,
              bottom));
    }
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  /** The same part, with left and right exchanged. */
  public Crop mirrored() {
    return new Crop(/* left= */ right, top, /* right= */ left, bottom);
  }

  /** Whether left and right are exchanged. */
  public boolean isMirrored() {
    return left > right;
  }

  /**
   * The fixations that it shows, in their order. A fixation lies at the centre of its pixel; those
   * outside are dropped.
   *
   * @param size of the picture that it is shown in
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
   * How much of a map's sum lies at pixels whose centres it shows.
   *
   * @return 0..1; 0 for a map that is black
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
