package org.saliency.network;

import org.saliency.frame.Size;

/**
 * Shape of one sample inside a network, without the batch dimension.
 *
 * @param channels number of feature maps
 * @param height rows of each
 * @param width columns of each
 */
public record Shape(int channels, int height, int width) {

  /** A shape of the given plane size. */
  public static Shape of(int channels, Size size) {
    return new Shape(channels, size.height(), size.width());
  }

  Shape withChannels(int count) {
    return new Shape(count, height, width);
  }

  Shape scaled(int factor) {
    return new Shape(channels, height * factor, width * factor);
  }

  /** Number of values. */
  public long elements() {
    return (long) channels * height * width;
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
