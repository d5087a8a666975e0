package org.saliency.metric;

import java.util.OptionalDouble;
import org.saliency.map.Fixations;

/**
 * Normalised scanpath saliency: the mean of the standardised prediction at the fixations.
 *
 * <pre>NSS = 1/N sum over the N fixations of (P - mean P) / (sigma P + 1e-7)</pre>
 *
 * <p>Range: unbounded; 0 is chance, higher is better. A pixel fixated twice counts twice. 0 for a
 * constant prediction. Undefined without fixations.
 *
 * <p>Source: Peters, Iyer, Itti, Koch, "Components of bottom-up gaze allocation in natural images",
 * Vision Research 45, 2005.
 */
final class Nss {

  private Nss() {}

  static OptionalDouble of(Comparison frame) {
    if (frame.fixations().isEmpty()) {
      return OptionalDouble.empty();
    }
    if (frame.flat()) {
      return OptionalDouble.of(0);
    }
    MeasuredMap prediction = frame.prediction();
    Fixations fixations = frame.fixations().get();
    double sum = 0;
    for (int i = 0; i < fixations.count(); i++) {
      sum += prediction.map().at(fixations.rows()[i], fixations.columns()[i]) - prediction.mean();
    }
    return OptionalDouble.of(
        sum / fixations.count() / (prediction.deviation() + MeasuredMap.EPSILON));
  }
}
