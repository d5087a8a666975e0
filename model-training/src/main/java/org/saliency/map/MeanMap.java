package org.saliency.map;

import org.saliency.frame.Size;

/**
 * The mean of many ground-truth maps: the center prior, which says where people look in any video,
 * before they have seen it.
 */
public final class MeanMap {

  private final Size size;
  private final double[] sum;
  private long count;

  /** Starts without maps; all that are added are brought to this size. */
  public MeanMap(Size size) {
    this.size = size;
    this.sum = new double[size.pixels()];
  }

  /**
   * Adds a map, as a distribution that sums to one; an all-black map says nothing and is left out.
   */
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
   * The mean, stretched so that its highest value is 1.
   *
   * @throws IllegalStateException when no map was added
   */
  public SaliencyMap mean() {
    if (count == 0) {
      throw new IllegalStateException("the mean of no maps is not defined");
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
