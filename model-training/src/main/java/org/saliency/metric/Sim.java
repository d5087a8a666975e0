package org.saliency.metric;

import java.util.OptionalDouble;

/**
 * Similarity: the overlap of the two maps as distributions.
 *
 * <pre>SIM = sum over pixels of min(P / (sum P + 1e-7), G / (sum G + 1e-7))</pre>
 *
 * <p>Range: 0 (disjoint) to 1 (equal), higher is better; symmetric. 0 if either map is all zero.
 * Undefined without a truth map.
 *
 * <p>Source: Judd, Durand, Torralba, "A benchmark of computational models of saliency to predict
 * human fixations", MIT technical report 2012-001; histogram intersection after Swain and Ballard,
 * 1991.
 */
final class Sim {

  private Sim() {}

  static OptionalDouble of(Comparison frame) {
    if (frame.truth().isEmpty()) {
      return OptionalDouble.empty();
    }
    MeasuredMap prediction = frame.prediction();
    MeasuredMap truth = frame.truth().get();
    double[] p = prediction.map().values();
    double[] g = truth.map().values();
    double pFactor = 1 / (prediction.sum() + MeasuredMap.EPSILON);
    double gFactor = 1 / (truth.sum() + MeasuredMap.EPSILON);
    return OptionalDouble.of(Sums.ofSmaller(p, pFactor, g, gFactor));
  }
}
