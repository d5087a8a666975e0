package org.saliency.metric;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Kullback-Leibler divergence: the information lost when the prediction approximates the truth.
 *
 * <pre>
 * p = P / sum P, g = G / sum G
 * KLD = sum over pixels of g ln(eps + g / (p + eps)), eps = 2.2204e-16
 * </pre>
 *
 * <p>Range: 0 (equal, apart from rounding) to about 36, lower is better; not symmetric. Undefined
 * without a truth map, and if either map is all zero and thus not a distribution.
 *
 * <p>Source: Bylinskii, Judd, Oliva, Torralba, Durand, "What do different evaluation metrics tell
 * us about saliency models?", IEEE TPAMI 41, 2019.
 */
final class Kld {

  private static final double EPSILON = 2.2204e-16;

  private Kld() {}

  /**
   * A divergence and the part of it that comes from pixels where the prediction is zero.
   *
   * @param value the divergence
   * @param ofZeros sum of its terms over these pixels
   */
  record Parts(double value, double ofZeros) {

    /** Whether these pixels contribute more than half. */
    boolean isDecidedByZeros() {
      return ofZeros > 0 && ofZeros > value / 2;
    }
  }

  static OptionalDouble of(Comparison frame) {
    return value(parts(frame));
  }

  static Optional<Parts> parts(Comparison frame) {
    double factor = 1 / frame.prediction().sum();
    return Double.isInfinite(factor) ? Optional.empty() : parts(frame, factor);
  }

  /** The formula with p = 0 in every pixel: about 36 minus the entropy of the truth. */
  static OptionalDouble ofMissing(Comparison frame) {
    return value(parts(frame, 0));
  }

  private static OptionalDouble value(Optional<Parts> parts) {
    return parts.map(own -> OptionalDouble.of(own.value())).orElse(OptionalDouble.empty());
  }

  private static Optional<Parts> parts(Comparison frame, double pFactor) {
    if (frame.truth().isEmpty()) {
      return Optional.empty();
    }
    double[] p = frame.prediction().map().values();
    double[] g = frame.truth().get().map().values();
    double gFactor = 1 / frame.truth().get().sum();
    if (Double.isInfinite(gFactor)) {
      return Optional.empty();
    }
    double sum = 0;
    double zeros = 0;
    for (int i = 0; i < g.length; i++) {
      if (g[i] > 0) { // other pixels contribute 0 ln(eps) = 0
        double share = g[i] * gFactor;
        double term = share * Math.log(EPSILON + share / (p[i] * pFactor + EPSILON));
        sum += term;
        if (p[i] == 0) {
          zeros += term;
        }
      }
    }
    return Optional.of(new Parts(sum, zeros));
  }
}
