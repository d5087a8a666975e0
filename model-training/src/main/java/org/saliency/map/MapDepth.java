package org.saliency.map;

import java.util.Locale;
import org.saliency.frame.Size;

/** Bit depth of a map file. */
public enum MapDepth {
  /** 256 steps; every tool reads it. */
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

  /** 65536 steps, big-endian. */
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

  /** Bits per value. */
  public int bits() {
    return bits;
  }

  /** The step that stands for 1. */
  public int highest() {
    return (1 << bits) - 1;
  }

  /** Bytes per value. */
  int bytes() {
    return bits / Byte.SIZE;
  }

  /** Quantises a row of values into the samples of a map. */
  abstract void quantise(int row, double[] values, byte[] samples);

  /** The image of a file with these samples. */
  abstract GreyPicture picture(Size size, byte[] samples);

  /**
   * Clamps a value to 0..1 and rounds it half up to a step from 0 to {@code highest}.
   *
   * @param row for the error message
   * @param column for the error message
   * @throws IllegalArgumentException when the value is NaN
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
              "the map is NaN at row %d, column %d: check the model that predicted it",
              row,
              column));
    }
    return 0;
  }
}
