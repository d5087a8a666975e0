package org.saliency.metric;

import java.util.Locale;
import java.util.Optional;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;

/**
 * One frame as the metrics see it, brought to one size by a profile.
 *
 * @param prediction the predicted map
 * @param flat whether the prediction says the same everywhere
 * @param truth the ground-truth map, where there is one
 * @param fixations where there are any: never an empty list
 * @param negatives what AUC-Judd divides false positives by; zero or less on maps of a few pixels
 */
record Comparison(
    MeasuredMap prediction,
    boolean flat,
    Optional<MeasuredMap> truth,
    Optional<Fixations> fixations,
    int negatives) {

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
