package org.saliency.map;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.saliency.frame.Size;

/**
 * The pixels of one frame that observers fixated; a pixel may occur more than once.
 *
 * @param size of the frame
 * @param rows zero-based, below {@code size.height()}
 * @param columns zero-based, below {@code size.width()}, one for each row
 * @param viewers number of the viewer of each fixation, one for each row; empty if the source does
 *     not tell viewers apart
 */
@SuppressWarnings("ArrayRecordComponent") // a coordinate buffer; never compared
public record Fixations(Size size, int[] rows, int[] columns, int[] viewers) {

  private static final int[] NO_VIEWERS = {};

  /** Fixations of viewers that are not told apart. */
  public Fixations(Size size, int[] rows, int[] columns) {
    this(size, rows, columns, NO_VIEWERS);
  }

  public Fixations {
    if (viewers.length != 0 && viewers.length != rows.length) {
      throw new IllegalArgumentException(rows.length + " rows but " + viewers.length + " viewers");
    }
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

  /** Whether the viewer of each fixation is known; so it is if there are no fixations. */
  public boolean hasViewers() {
    return viewers.length == rows.length;
  }

  /** The fixations of some viewers, in the same order. */
  public Fixations of(IntPredicate viewer) {
    int[] kept = IntStream.range(0, rows.length).filter(i -> viewer.test(viewers[i])).toArray();
    return new Fixations(
        size,
        IntStream.of(kept).map(i -> rows[i]).toArray(),
        IntStream.of(kept).map(i -> columns[i]).toArray(),
        IntStream.of(kept).map(i -> viewers[i]).toArray());
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
