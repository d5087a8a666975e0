package org.saliency.network;

import org.saliency.frame.Size;

/**
 * Shape of one sample inside a network, without the batch dimension. A sample is what one map is
 * predicted from: a frame, or a window of frames.
 *
 * @param channels number of feature maps
 * @param height rows of each
 * @param width columns of each
 * @param frames frames of a window that have this shape each
 */
public record Shape(int channels, int height, int width, int frames) {

  /** A shape of one frame. */
  public Shape(int channels, int height, int width) {
    this(channels, height, width, 1);
  }

  /** A shape of the given plane size. */
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
