package org.saliency.map;

import java.util.stream.IntStream;
import org.saliency.frame.Size;

/** The stored grey values of an image file. */
final class GreyPicture {

  private static final double[] EIGHT_BITS =
      IntStream.range(0, 256).mapToDouble(step -> step / 255.0).toArray();

  private final Size size;
  private final byte[] bytes;
  private final int[] samples;
  private final double highest;

  private GreyPicture(Size size, byte[] bytes, int[] samples, double highest) {
    this.size = size;
    this.bytes = bytes;
    this.samples = samples;
    this.highest = highest;
  }

  /** An image of unsigned bytes. */
  static GreyPicture of(Size size, byte[] bytes) {
    return new GreyPicture(size, bytes, new int[0], 255);
  }

  /** An image of samples from 0 to {@code highest}, which stands for 1. */
  static GreyPicture of(Size size, int[] samples, double highest) {
    return new GreyPicture(size, new byte[0], samples, highest);
  }

  /** The values scaled to 0..1. */
  SaliencyMap map() {
    double[] values = new double[size.pixels()];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = EIGHT_BITS[bytes[i] & 0xff];
    }
    for (int i = 0; i < samples.length; i++) {
      values[i] = samples[i] / highest;
    }
    return new SaliencyMap(size, values);
  }

  /** The pixels above a threshold in 0..1. */
  Fixations above(double threshold) {
    IntStream.Builder pixels = IntStream.builder();
    int limit = (int) (threshold * highest);
    for (int i = 0; i < bytes.length; i++) {
      if ((bytes[i] & 0xff) > limit) {
        pixels.add(i);
      }
    }
    for (int i = 0; i < samples.length; i++) {
      if (samples[i] > limit) {
        pixels.add(i);
      }
    }
    return Fixations.ofPixels(size, pixels.build().toArray());
  }
}
