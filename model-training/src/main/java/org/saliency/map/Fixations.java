package org.saliency.map;

import java.util.stream.IntStream;
import org.saliency.frame.Size;

/**
 * Where observers looked in one frame: a list of pixels, in which a pixel may stand more than once.
 *
 * @param size size of the frame that rows and columns refer to
 * @param rows zero-based rows, each below {@code size.height()}
 * @param columns zero-based columns, each below {@code size.width()}, as many as rows
 */
@SuppressWarnings("ArrayRecordComponent") // a coordinate buffer; compared by nobody
public record Fixations(Size size, int[] rows, int[] columns) {

  public Fixations {
    if (rows.length != columns.length) {
      throw new IllegalArgumentException(rows.length + " rows but " + columns.length + " columns");
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= size.height() || columns[i] < 0 || columns[i] >= size.width()) {
        throw new IllegalArgumentException(
            "fixation (" + rows[i] + ", " + columns[i] + ") lies outside of " + size);
      }
    }
  }

  /** Number of fixations, repeated ones counted. */
  public int count() {
    return rows.length;
  }

  /** The same pixels, each once, in row-major order. */
  public Fixations asSet() {
    int[] pixels =
        IntStream.range(0, rows.length)
            .map(i -> rows[i] * size.width() + columns[i])
            .sorted()
            .distinct()
            .toArray();
    return ofPixels(size, pixels);
  }

  /** Fixations at row-major pixel numbers. */
  public static Fixations ofPixels(Size size, int[] pixels) {
    return new Fixations(
        size,
        IntStream.of(pixels).map(p -> p / size.width()).toArray(),
        IntStream.of(pixels).map(p -> p % size.width()).toArray());
  }
}
