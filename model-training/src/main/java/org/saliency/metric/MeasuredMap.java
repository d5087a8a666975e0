package org.saliency.metric;

import java.util.Locale;
import org.saliency.map.SaliencyMap;

/**
 * A map with what several metrics need to know of it.
 *
 * @param map whose values are all in 0..{@value #HIGHEST}
 * @param sum of the values
 * @param mean of the values
 * @param deviation their population standard deviation (ddof 0)
 */
record MeasuredMap(SaliencyMap map, double sum, double mean, double deviation) {

  /** Keeps a division by a sum or a deviation of zero finite. */
  static final double EPSILON = 1e-7;

  /** Far above any map, and low enough for sums of squares to stay finite. */
  private static final double HIGHEST = 1e100;

  /**
   * Measures a map.
   *
   * @throws IllegalArgumentException when a value is negative or no finite number
   */
  static MeasuredMap of(SaliencyMap map) {
    double[] values = map.values();
    double sum = Sums.of(values);
    if (!isValid(values)) {
      throw new IllegalArgumentException(fault(map));
    }
    double mean = sum / values.length;
    double squares = Sums.ofProducts(values, mean, values, mean);
    return new MeasuredMap(map, sum, mean, Math.sqrt(squares / values.length));
  }

  private static boolean isValid(double[] values) {
    for (double value : values) {
      if (!(value >= 0 && value <= HIGHEST)) {
        return false;
      }
    }
    return true;
  }

  private static String fault(SaliencyMap map) {
    int first = 0;
    while (map.values()[first] >= 0 && map.values()[first] <= HIGHEST) {
      first++;
    }
    return String.format(
        Locale.ROOT,
        "the map's value at row %d, column %d is %s: metrics take finite values from 0 up",
        first / map.size().width(),
        first % map.size().width(),
        map.values()[first]);
  }

  /** Whether the map says the same everywhere. */
  static boolean isFlat(SaliencyMap map) {
    for (double value : map.values()) {
      if (value != map.values()[0]) {
        return false;
      }
    }
    return true;
  }
}
