package org.saliency.metric;

import java.util.OptionalDouble;

/**
 * Shuffled AUC: how well the prediction separates the frame's fixations from fixations of other
 * videos at the same size. The bias to the center is in both, so that a center prior is at chance.
 *
 * <pre>
 * sAUC = mean over the fixations of (negatives below + negatives equal / 2) / negatives
 * </pre>
 *
 * <p>Range: 0 to 1, 0.5 is chance, higher is better. Undefined without fixations, without negatives
 * and for a constant prediction.
 *
 * <p>Source: Zhang, Tong, Marks, Shan, Cottrell, "SUN: A Bayesian framework for saliency using
 * natural statistics", Journal of Vision 8, 2008.
 */
final class ShuffledAuc {

  private ShuffledAuc() {}

  static OptionalDouble of(Comparison frame) {
    if (frame.fixations().isEmpty() || frame.reference().shuffled().isEmpty() || frame.flat()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        FixatedValues.area(
            FixatedValues.of(frame.prediction().map(), frame.fixations().get()),
            FixatedValues.of(frame.prediction().map(), frame.reference().shuffled().get())));
  }
}
