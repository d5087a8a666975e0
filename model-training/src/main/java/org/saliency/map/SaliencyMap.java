package org.saliency.map;

import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/**
 * A map of how likely each pixel is looked at, on an arbitrary non-negative scale.
 *
 * @param size its size
 * @param values row after row, {@code size.pixels()} of them; as read from a file, 0..1
 */
@SuppressWarnings("ArrayRecordComponent") // a pixel buffer; compared by nobody
public record SaliencyMap(Size size, double[] values) {

  private static final double HIGHEST_SUM = 3 * 255.0;

  public SaliencyMap {
    if (values.length != size.pixels()) {
      throw new IllegalArgumentException(
          "a map of " + size + " takes " + size.pixels() + " values, not " + values.length);
    }
  }

  /**
   * The map that a frame of a saliency video shows, as {@link MapFile#read} takes a picture.
   *
   * @return the mean of red, green and blue over 255, 0..1
   */
  public static SaliencyMap of(Frame frame) {
    byte[] rgb = frame.rgb();
    double[] values = new double[frame.size().pixels()];
    for (int i = 0, from = 0; i < values.length; i++, from += 3) {
      int sum = (rgb[from] & 0xff) + (rgb[from + 1] & 0xff) + (rgb[from + 2] & 0xff);
      values[i] = sum / HIGHEST_SUM;
    }
    return new SaliencyMap(frame.size(), values);
  }

  /**
   * A map as a network gives it.
   *
   * @param values row after row, {@code size.pixels()} of them
   */
  public static SaliencyMap of(Size size, float[] values) {
    double[] exact = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      exact[i] = values[i];
    }
    return new SaliencyMap(size, exact);
  }

  /** Whether a value is no number. */
  public boolean hasGaps() {
    for (double value : values) {
      if (Double.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /** The value at a row and a column, both zero-based. */
  public double at(int row, int column) {
    return values[row * size.width() + column];
  }
}
