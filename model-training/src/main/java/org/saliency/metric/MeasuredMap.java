package org.saliency.metric;

import java.util.Locale;
import org.saliency.map.SaliencyMap;

/**
 * A map with the statistics that several metrics need.
 *
 * @param map with values in 0..{@value #HIGHEST}
 * @param sum of the values
 * @param mean of the values
 * @param deviation population standard deviation (ddof 0)
 */
record MeasuredMap(SaliencyMap map, double sum, double mean, double deviation) {

  /** Added to divisors that may be zero. */
  static final double EPSILON = 1e-7;

  /** Low enough for sums of squares to stay finite. */
  private static final double HIGHEST = 1e100;

  /**
   * Measures a map.
   *
   * @throws IllegalArgumentException when a value is negative, infinite or NaN
   */
  static MeasuredMap of(SaliencyMap map) {
    double[] values = map.values();
    double sum = Sums.of(values);
    if (!isValid(values)) {
      throw new IllegalArgumentException(error(map));
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

  private static String error(SaliencyMap map) {
    int first = 0;
    while (map.values()[first] >= 0 && map.values()[first] <= HIGHEST) {
      first++;
    }
    return String.format(
        Locale.ROOT,
        "Invalid map value at row %d, column %d, '%s': expected a finite value of at least 0",
        first / map.size().width(),
        first % map.size().width(),
        map.values()[first]);
  }

  /** Whether all values are equal. */
  static boolean isFlat(SaliencyMap map) {
    for (double value : map.values()) {
      if (value != map.values()[0]) {
        return false;
      }
    }
    return true;
  }
}
