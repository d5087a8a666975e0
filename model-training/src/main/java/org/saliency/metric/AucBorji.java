package org.saliency.metric;

import java.util.OptionalDouble;

/**
 * Area under the ROC curve after Borji: how well the prediction separates fixated pixels from
 * pixels drawn uniformly at random.
 *
 * <pre>
 * AUC = mean over the fixations of (pixels below + pixels equal / 2) / pixels
 * </pre>
 *
 * <p>That is the mean of the area over all possible draws of negatives, so it needs no seed. The
 * original draws as many pixels as there are fixations, a hundred times, and takes thresholds in
 * steps of 0.1; its result scatters about a value that is lower where a step merges levels.
 *
 * <p>Range: 0 to 1, 0.5 is chance, higher is better. Undefined without fixations and for a constant
 * prediction.
 *
 * <p>Source: Borji, Tavakoli, Sihite, Itti, "Analysis of scores, datasets, and models in visual
 * saliency prediction", ICCV 2013.
 */
final class AucBorji {

  private AucBorji() {}

  static OptionalDouble of(Comparison frame) {
    if (frame.fixations().isEmpty() || frame.flat()) {
      return OptionalDouble.empty();
    }
    double[] positives = FixatedValues.of(frame.prediction().map(), frame.fixations().get());
    return OptionalDouble.of(FixatedValues.area(positives, frame.prediction().map().values()));
  }
}
