package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/** The gradients of many parameters, taken as one long vector. */
public final class Gradients {

  private static final double EPSILON = 1e-6;

  private Gradients() {}

  /** Their Euclidean length. To be called with gradients switched off. */
  public static double norm(List<ParameterGroup> groups) {
    NDList norms = new NDList();
    for (ParameterGroup group : groups) {
      for (NDArray parameter : group.parameters().values()) {
        try (NDArray gradient = parameter.getGradient()) {
          norms.add(gradient.norm());
        }
      }
    }
    try (norms;
        NDArray all = NDArrays.stack(norms);
        NDArray total = all.norm()) {
      return total.getFloat();
    }
  }

  /**
   * What shortens gradients of a norm to a longest one, and leaves shorter ones alone, as {@code
   * torch.nn.utils.clip_grad_norm_}.
   */
  public static double clipping(double norm, double longest) {
    return Math.min(1, longest / (norm + EPSILON));
  }
}
