package org.saliency.metric;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;

/**
 * Fixations of frames of any size, relative to it: pixel i of n is at (i + 0.5) / n.
 *
 * @param down in 0..1, from the top
 * @param right in 0..1, from the left; one for each of {@code down}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RelativeFixations(double[] down, double[] right) implements Serializable {

  /** The fixations of one frame. */
  public static RelativeFixations of(Fixations fixations) {
    Size size = fixations.size();
    return new RelativeFixations(
        IntStream.of(fixations.rows()).mapToDouble(row -> (row + 0.5) / size.height()).toArray(),
        IntStream.of(fixations.columns())
            .mapToDouble(column -> (column + 0.5) / size.width())
            .toArray());
  }

  /** All fixations of several frames. */
  public static RelativeFixations join(List<RelativeFixations> parts) {
    return new RelativeFixations(
        parts.stream().map(RelativeFixations::down).flatMapToDouble(Arrays::stream).toArray(),
        parts.stream().map(RelativeFixations::right).flatMapToDouble(Arrays::stream).toArray());
  }

  /** Number of fixations. */
  public int count() {
    return down.length;
  }

  /**
   * Some of the fixations.
   *
   * @param indexes of the chosen ones
   */
  public RelativeFixations pick(int[] indexes) {
    return new RelativeFixations(
        IntStream.of(indexes).mapToDouble(i -> down[i]).toArray(),
        IntStream.of(indexes).mapToDouble(i -> right[i]).toArray());
  }

  /** The fixations on a frame. */
  Fixations at(Size size) {
    return new Fixations(size, pixels(down, size.height()), pixels(right, size.width()));
  }

  private static int[] pixels(double[] positions, int count) {
    return IntStream.range(0, positions.length)
        .map(i -> Math.min(count - 1, (int) (positions[i] * count)))
        .toArray();
  }
}
