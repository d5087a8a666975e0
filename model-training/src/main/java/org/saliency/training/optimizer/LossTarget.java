package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Ground truth of a batch on the device.
 *
 * @param distribution maps that each sum to one, or to zero if black; [batch, pixels]
 * @param fixations 1 at fixated pixels, else 0; [batch, pixels]; empty if no loss term uses them
 */
public record LossTarget(NDArray distribution, Optional<NDArray> fixations) {

  private static final float MIN_PEAK = 1e-30f;

  int batch() {
    return (int) distribution.getShape().get(0);
  }

  int pixels() {
    return (int) distribution.getShape().get(1);
  }

  /** The maps divided by their maxima, with values in 0..1. */
  NDArray relative() {
    return distribution.div(distribution.max(new int[] {1}, true).maximum(MIN_PEAK));
  }
}
