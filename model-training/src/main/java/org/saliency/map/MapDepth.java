package org.saliency.map;

import java.util.Locale;
import org.saliency.frame.Size;

/** How finely a file holds the values of a map. */
public enum MapDepth {
  /** 256 steps: what every tool reads. */
  EIGHT_BITS(8) {
    @Override
    void quantise(int row, double[] values, byte[] samples) {
      int start = row * values.length;
      for (int i = 0; i < values.length; i++) {
        samples[start + i] = (byte) step(values[i], highest(), row, i);
      }
    }

    @Override
    GreyPicture picture(Size size, byte[] samples) {
      return GreyPicture.of(size, samples);
    }
  },

  /** 65536 steps, each in two bytes, the higher one first. */
  SIXTEEN_BITS(16) {
    @Override
    void quantise(int row, double[] values, byte[] samples) {
      int start = 2 * row * values.length;
      for (int i = 0; i < values.length; i++) {
        int step = step(values[i], highest(), row, i);
        samples[start + 2 * i] = (byte) (step >> Byte.SIZE);
        samples[start + 2 * i + 1] = (byte) step;
      }
    }

    @Override
    GreyPicture picture(Size size, byte[] samples) {
      int[] steps = new int[size.pixels()];
      for (int i = 0; i < steps.length; i++) {
        steps[i] = (samples[2 * i] & 0xff) << Byte.SIZE | samples[2 * i + 1] & 0xff;
      }
      return GreyPicture.of(size, steps, highest());
    }
  };

  private final int bits;

  MapDepth(int bits) {
    this.bits = bits;
  }

  /** Bits of one value. */
  public int bits() {
    return bits;
  }

  /** The number that stands for 1. */
  public int highest() {
    return (1 << bits) - 1;
  }

  /** Bytes of one value. */
  int bytes() {
    return bits / Byte.SIZE;
  }

  /** Puts the {@link #step}s of a row of values to their place among the samples of a map. */
  abstract void quantise(int row, double[] values, byte[] samples);

  /** What a file with these samples shows. */
  abstract GreyPicture picture(Size size, byte[] samples);

  /**
   * A value, clamped to 0..1, as a step from 0 to the highest, rounded half up.
   *
   * @param row of the value, for the message
   * @throws IllegalArgumentException when it is not a number
   */
  static int step(double value, int highest, int row, int column) {
    if (value >= 1) {
      return highest;
    }
    if (value > 0) {
      return (int) (value * highest + 0.5);
    }
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the map has no number at row %d, column %d (NaN): check the model that predicted it",
              row,
              column));
    }
    return 0;
  }
}
