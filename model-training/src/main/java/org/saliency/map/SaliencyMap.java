package org.saliency.map;

import java.util.stream.IntStream;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/**
 * A saliency map: how likely each pixel is fixated, on an arbitrary non-negative scale.
 *
 * @param values {@code size.pixels()} values in row-major order; 0..1 if read from a file
 */
@SuppressWarnings("ArrayRecordComponent") // a pixel buffer; never compared
public record SaliencyMap(Size size, double[] values) {

  private static final int HIGHEST_SUM = 3 * 255;

  /** Values by the sum of red, green and blue, since a division takes longer than the look-up. */
  private static final double[] VALUE_OF_SUM =
      IntStream.rangeClosed(0, HIGHEST_SUM)
          .mapToDouble(sum -> sum / (double) HIGHEST_SUM)
          .toArray();

  public SaliencyMap {
    if (values.length != size.pixels()) {
      throw new IllegalArgumentException(
          "a map of " + size + " needs " + size.pixels() + " values, got " + values.length);
    }
  }

  /**
   * The map in a frame of a saliency video.
   *
   * @return the mean of red, green and blue divided by 255, 0..1
   */
  public static SaliencyMap of(Frame frame) {
    byte[] rgb = frame.rgb();
    double[] values = new double[frame.size().pixels()];
    for (int i = 0, from = 0; i < values.length; i++, from += 3) {
      int sum = (rgb[from] & 0xff) + (rgb[from + 1] & 0xff) + (rgb[from + 2] & 0xff);
      values[i] = VALUE_OF_SUM[sum];
    }
    return new SaliencyMap(frame.size(), values);
  }

  /**
   * The map in a network's output.
   *
   * @param values {@code size.pixels()} values in row-major order
   */
  public static SaliencyMap of(Size size, float[] values) {
    double[] exact = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      exact[i] = values[i];
    }
    return new SaliencyMap(size, exact);
  }

  /** Whether any value is NaN. */
  public boolean hasNaN() {
    for (double value : values) {
      if (Double.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /** Whether no value is above 0. */
  public boolean isBlack() {
    for (double value : values) {
      if (value > 0) {
        return false;
      }
    }
    return true;
  }

  /** The value at a row and a column, both zero-based. */
  public double at(int row, int column) {
    return values[row * size.width() + column];
  }
}
