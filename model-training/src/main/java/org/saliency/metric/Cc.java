package org.saliency.metric;

import java.util.OptionalDouble;

/**
 * Pearson's linear correlation coefficient of the two maps.
 *
 * <pre>
 * a = (P - mean P) / (sigma P + 1e-7), b = (G - mean G) / (sigma G + 1e-7)
 * CC = sum(ab) / sqrt(sum(a^2) sum(b^2) + 1e-7)
 * </pre>
 *
 * <p>Range: -1 to 1 apart from rounding, higher is better; symmetric. 0 if either map is constant.
 * Undefined without a truth map.
 *
 * <p>Source: Le Meur, Le Callet, Barba, "Predicting visual fixations on video based on low-level
 * visual features", Vision Research 47, 2007.
 */
final class Cc {

  private Cc() {}

  static OptionalDouble of(Comparison frame) {
    if (frame.truth().isEmpty()) {
      return OptionalDouble.empty();
    }
    if (frame.flat()) {
      return OptionalDouble.of(0);
    }
    MeasuredMap prediction = frame.prediction();
    MeasuredMap truth = frame.truth().get();
    double[] p = prediction.map().values();
    double[] g = truth.map().values();
    double products = Sums.ofProducts(p, prediction.mean(), g, truth.mean());
    double pScale = prediction.deviation() + MeasuredMap.EPSILON;
    double gScale = truth.deviation() + MeasuredMap.EPSILON;
    // The sums of squares of a and b follow from the deviations: sum (P - mean)^2 = pixels sigma^2.
    double pSquares = p.length * square(prediction.deviation() / pScale);
    double gSquares = g.length * square(truth.deviation() / gScale);
    return OptionalDouble.of(
        products / (pScale * gScale) / Math.sqrt(pSquares * gSquares + MeasuredMap.EPSILON));
  }

  private static double square(double value) {
    return value * value;
  }
}
