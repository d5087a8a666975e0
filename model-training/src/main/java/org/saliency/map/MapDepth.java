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

  /** Values clamped to 0..1 and rounded half up to the steps 0..{@link #highest()}. */
  int[] quantise(SaliencyMap map) {
    double[] values = map.values();
    int[] steps = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "the map has no number at row %d, column %d (NaN): check the model that predicted it"
                .formatted(i / map.size().width(), i % map.size().width()));
      }
      steps[i] = (int) (Math.max(0, Math.min(1, values[i])) * highest() + 0.5);
    }
    return steps;
  }
}
