package org.saliency.metric;

import java.util.Locale;
import java.util.Optional;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;

/**
 * The input of the metrics for one frame, aligned to one size by a profile.
 *
 * @param flat whether the prediction is constant
 * @param fixations never an empty list
 * @param negatives number of negatives for AUC-Judd; may be zero or less on tiny maps
 * @param reference at the same size
 */
record Comparison(
    MeasuredMap prediction,
    boolean flat,
    Optional<MeasuredMap> truth,
    Optional<Fixations> fixations,
    int negatives,
    AlignedReference reference) {

  Comparison(
      MeasuredMap prediction,
      boolean flat,
      Optional<MeasuredMap> truth,
      Optional<Fixations> fixations,
      int negatives) {
    this(prediction, flat, truth, fixations, negatives, AlignedReference.NONE);
  }

  Comparison {
    Size size = prediction.map().size();
    if (truth.isPresent() && !truth.get().map().size().equals(size)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a prediction of %s cannot be compared with a truth map of %s",
              size,
              truth.get().map().size()));
    }
    if (fixations.isPresent() && !fixations.get().size().equals(size)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a prediction of %s cannot be compared with fixations on %s",
              size,
              fixations.get().size()));
    }
  }
}
