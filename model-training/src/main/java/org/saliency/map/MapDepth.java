package org.saliency.map;

/** How finely a file holds the values of a map. */
public enum MapDepth {
  /** 256 steps: what every tool reads. */
  EIGHT_BITS(8),
  /** 65536 steps. */
  SIXTEEN_BITS(16);

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

  /**
   * Puts a row of values, clamped to 0..1 and rounded half up to the steps 0..{@link #highest()},
   * to its place among the steps of a map.
   */
  void quantise(int row, double[] values, char[] steps) {
    int highest = highest();
    int start = row * values.length;
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (value >= 1) {
        steps[start + i] = (char) highest;
      } else if (value > 0) {
        steps[start + i] = (char) (int) (value * highest + 0.5);
      } else if (Double.isNaN(value)) {
        throw new IllegalArgumentException(
            "the map has no number at row %d, column %d (NaN): check the model that predicted it"
                .formatted(row, i));
      }
    }
  }
}
