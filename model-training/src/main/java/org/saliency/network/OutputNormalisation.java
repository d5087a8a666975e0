package org.saliency.network;

/** How a network turns its logits into a saliency map. */
public enum OutputNormalisation {
  /** Each map is stretched to 0..1: (x - min) / (max - min + 1e-7). */
  MINMAX {
    @Override
    Operation operation() {
      return new MinMax();
    }
  },
  /** Each pixel by itself: 1 / (1 + exp(-x)). */
  SIGMOID {
    @Override
    Operation operation() {
      return new Sigmoid();
    }
  },
  /**
   * A distribution over the pixels of each map, which sum to 1. Once maps are seen by anything but
   * a loss, they are divided by their maximum, so that they use the whole of 0..1.
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

  /** Makes of one map of the canonical forward pass, in place, what the serving form gives. */
  public void finish(float[] map) {}
}
