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

  public SaliencyMap {
    if (values.length != size.pixels()) {
      throw new IllegalArgumentException(
          "a map of " + size + " takes " + size.pixels() + " values, not " + values.length);
    }
  }

  /** The mean of the red, green and blue of each pixel, of 0..255, as 0..1. */
  public static SaliencyMap ofChannelMeans(Frame frame) {
    byte[] rgb = frame.rgb();
    double[] values = new double[frame.size().pixels()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          ((rgb[3 * i] & 0xff) + (rgb[3 * i + 1] & 0xff) + (rgb[3 * i + 2] & 0xff)) / (3.0 * 255);
    }
    return new SaliencyMap(frame.size(), values);
  }

  /** The value at a row and a column, both zero-based. */
  public double at(int row, int column) {
    return values[row * size.width() + column];
  }
}
