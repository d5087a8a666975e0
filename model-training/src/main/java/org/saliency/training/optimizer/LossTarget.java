package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * The ground truth of a batch on the device, in the forms that the terms of a loss take.
 *
 * @param distribution maps that each sum to one, or are zero where nobody looked, [batch, pixels]
 * @param fixations 1 where somebody looked and 0 elsewhere, [batch, pixels]; empty when no term
 *     asks for them
 */
public record LossTarget(NDArray distribution, Optional<NDArray> fixations) {

  private static final float SMALLEST = 1e-30f;

  int batch() {
    return (int) distribution.getShape().get(0);
  }

  int pixels() {
    return (int) distribution.getShape().get(1);
  }

  /** The maps over their maxima: values in 0..1. */
  NDArray relative() {
    return distribution.div(distribution.max(new int[] {1}, true).maximum(SMALLEST));
  }
}
