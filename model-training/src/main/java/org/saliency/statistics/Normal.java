package org.saliency.statistics;

/** The standard normal distribution, to seven digits, and Student's t distribution, to three. */
final class Normal {

  private static final double[] ERFC = {
    -1.26551223,
    1.00002368,
    0.37409196,
    0.09678418,
    -0.18628806,
    0.27886807,
    -1.13520398,
    1.48851587,
    -0.82215223,
    0.17087277
  };

  private Normal() {}

  /**
   * The cumulative distribution function.
   *
   * <p>Source: the Chebyshev fit of the complementary error function in Press et al., "Numerical
   * Recipes", 2nd edition, section 6.2.
   */
  static double cumulative(double z) {
    double x = Math.abs(z) / Math.sqrt(2);
    double t = 1 / (1 + x / 2);
    double sum = 0;
    for (int i = ERFC.length - 1; i >= 0; i--) {
      sum = ERFC[i] + t * sum;
    }
    double tail = t * Math.exp(-x * x + sum) / 2;
    return z > 0 ? 1 - tail : tail;
  }

  /**
   * The inverse of {@link #cumulative}, by Newton's method.
   *
   * @param share above 0 and below 1
   */
  static double quantile(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("no quantile of " + share);
    }
    double z = 0;
    for (int i = 0; i < 100; i++) {
      double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      double step = (cumulative(z) - share) / density;
      z -= Math.max(-1, Math.min(1, step));
      if (Math.abs(step) < 1e-9) {
        break;
      }
    }
    return z;
  }

  /**
   * A quantile of Student's t distribution, by its expansion about the normal quantile.
   *
   * <p>Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.7.5.
   *
   * @param degrees of freedom, at least 4
   */
  static double studentQuantile(double share, int degrees) {
    double z = quantile(share);
    double z2 = z * z;
    double first = z * (z2 + 1) / 4;
    double second = z * ((5 * z2 + 16) * z2 + 3) / 96;
    double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
    double fourth = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
    double v = degrees;
    return z + (first + (second + (third + fourth / v) / v) / v) / v;
  }
}
