package org.saliency.map;

import org.saliency.frame.Size;

/** The mean of many ground-truth maps: the center prior of a data set. */
public final class MeanMap {

  private final Size size;
  private final double[] sum;
  private long count;

  /** An empty mean; maps are resized to this size. */
  public MeanMap(Size size) {
    this.size = size;
    this.sum = new double[size.pixels()];
  }

  /** Adds a map, normalised to a sum of one; all-zero maps are ignored. */
  public void add(SaliencyMap map) {
    double[] values = Resize.antialiased(map, size).values();
    double total = 0;
    for (double value : values) {
      total += value;
    }
    if (total > 0) {
      for (int i = 0; i < values.length; i++) {
        sum[i] += values[i] / total;
      }
      count++;
    }
  }

  /**
   * The mean, scaled to a maximum of 1.
   *
   * @throws IllegalStateException when no map was added
   */
  public SaliencyMap mean() {
    if (count == 0) {
      throw new IllegalStateException("no map was added");
    }
    double highest = 0;
    for (double value : sum) {
      highest = Math.max(highest, value);
    }
    double[] values = new double[sum.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = sum[i] / highest;
    }
    return new SaliencyMap(size, values);
  }
}
