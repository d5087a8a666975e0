package org.saliency.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The training loss: KL divergence of the prediction from the ground truth, both normalised to sum
 * one per frame, averaged over the batch; {@code sum g ln(e + g / (p + e))} with epsilon 1e-7 in
 * float32.
 */
final class KullbackLeibler {

  private static final float EPSILON = 1e-7f;

  private KullbackLeibler() {}

  /**
   * The loss of a batch.
   *
   * @param prediction [batch, 1, height, width], not negative
   * @param truth [batch, height * width], each row summing to one
   * @return a scalar
   */
  static NDArray of(NDArray prediction, NDArray truth) {
    long batch = truth.getShape().get(0);
    NDArray flat = prediction.reshape(new Shape(batch, -1));
    NDArray p = flat.div(flat.sum(new int[] {1}, true).add(EPSILON));
    return truth.mul(truth.div(p.add(EPSILON)).add(EPSILON).log()).sum().div(batch);
  }
}
