package org.saliency.network;

import org.saliency.frame.Size;

/**
 * Shape of one sample inside a network, without the batch dimension. A sample is a frame or a
 * window of frames from which one map is predicted.
 *
 * @param channels number of feature maps
 * @param height rows
 * @param width columns
 * @param frames number of frames of this shape in a window
 */
public record Shape(int channels, int height, int width, int frames) {

  /** The shape of one frame. */
  public Shape(int channels, int height, int width) {
    this(channels, height, width, 1);
  }

  /** The shape of one frame of a given size. */
  public static Shape of(int channels, Size size) {
    return new Shape(channels, size.height(), size.width());
  }

  Shape withChannels(int count) {
    return new Shape(count, height, width, frames);
  }

  Shape withFrames(int count) {
    return new Shape(channels, height, width, count);
  }

  Shape scaled(int factor) {
    return new Shape(channels, height * factor, width * factor, frames);
  }

  /** Number of values. */
  public long elements() {
    return (long) frames * channels * height * width;
  }

  @Override
  public String toString() {
    return (frames == 1 ? "" : frames + "x") + channels + "x" + height + "x" + width;
  }
}
