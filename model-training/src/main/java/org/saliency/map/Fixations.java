package org.saliency.map;

import java.util.stream.IntStream;
import org.saliency.frame.Size;

/**
 * The pixels of one frame that observers fixated; a pixel may occur more than once.
 *
 * @param size of the frame
 * @param rows zero-based, below {@code size.height()}
 * @param columns zero-based, below {@code size.width()}, one for each row
 */
@SuppressWarnings("ArrayRecordComponent") // a coordinate buffer; never compared
public record Fixations(Size size, int[] rows, int[] columns) {

  public Fixations {
    if (rows.length != columns.length) {
      throw new IllegalArgumentException(rows.length + " rows but " + columns.length + " columns");
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= size.height() || columns[i] < 0 || columns[i] >= size.width()) {
        throw new IllegalArgumentException(
            "fixation (" + rows[i] + ", " + columns[i] + ") is outside the frame of " + size);
      }
    }
  }

  /** Number of fixations, including repeated ones. */
  public int count() {
    return rows.length;
  }

  /** The distinct pixels in row-major order. */
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
