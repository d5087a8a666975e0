package org.saliency.metric;

import java.util.OptionalDouble;
import org.saliency.map.Fixations;

/**
 * Information gain: how many bits per fixation the prediction tells more than a baseline map, such
 * as the center prior of a training split.
 *
 * <pre>
 * p = P / sum P, b = B / sum B
 * IG = mean over the fixations of log2(eps + p) - log2(eps + b), eps = 2.2204e-16
 * </pre>
 *
 * <p>Range: unbounded, 0 is the baseline itself, higher is better; a fixation where the prediction
 * is zero costs about 52 bits. Undefined without fixations, without a baseline, and if either map
 * is all zero.
 *
 * <p>Source: Kuemmerer, Wallis, Bethge, "Information-theoretic model comparison unifies saliency
 * metrics", PNAS 112, 2015.
 */
final class InformationGain {

  private static final double EPSILON = 2.2204e-16;

  private InformationGain() {}

  static OptionalDouble of(Comparison frame) {
    double factor = 1 / frame.prediction().sum();
    return Double.isInfinite(factor) ? OptionalDouble.empty() : of(frame, factor);
  }

  /** The formula with p = 0 in every pixel. */
  static OptionalDouble ofMissing(Comparison frame) {
    return of(frame, 0);
  }

  private static OptionalDouble of(Comparison frame, double pFactor) {
    if (frame.fixations().isEmpty() || frame.reference().baseline().isEmpty()) {
      return OptionalDouble.empty();
    }
    MeasuredMap baseline = frame.reference().baseline().get();
    double bFactor = 1 / baseline.sum();
    if (Double.isInfinite(bFactor)) {
      return OptionalDouble.empty();
    }
    Fixations fixations = frame.fixations().get();
    double[] p = FixatedValues.of(frame.prediction().map(), fixations);
    double[] b = FixatedValues.of(baseline.map(), fixations);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.log(EPSILON + p[i] * pFactor) - Math.log(EPSILON + b[i] * bFactor);
    }
    return OptionalDouble.of(sum / p.length / Math.log(2));
  }
}
