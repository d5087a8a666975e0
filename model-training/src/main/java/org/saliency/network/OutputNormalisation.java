package org.saliency.network;

/** Conversion of logits to a saliency map. */
public enum OutputNormalisation {
  /** Each map is scaled to 0..1: (x - min) / (max - min + 1e-7). */
  MINMAX {
    @Override
    Operation operation() {
      return new MinMax();
    }
  },
  /** Sigmoid of each pixel: 1 / (1 + exp(-x)). */
  SIGMOID {
    @Override
    Operation operation() {
      return new Sigmoid();
    }
  },
  /**
   * Softmax over the pixels of each map, which sum to 1. Outside the loss, maps are divided by
   * their maximum to use the full range 0..1.
   */
  SOFTMAX {
    @Override
    Operation operation() {
      return new Softmax();
    }

    @Override
    public void finish(float[] map) {
      float peak = 0;
      for (float value : map) {
        peak = Math.max(peak, value);
      }
      for (int i = 0; i < map.length; i++) {
        map[i] /= peak;
      }
    }
  };

  abstract Operation operation();

  /** Converts a map of the training form in place to that of the serving form. */
  public void finish(float[] map) {}
}
