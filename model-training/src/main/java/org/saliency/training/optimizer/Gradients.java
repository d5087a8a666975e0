package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Gradients of several parameters, treated as one concatenated vector. */
public final class Gradients {

  private static final double EPSILON = 1e-6;

  private Gradients() {}

  /** Euclidean norm of the gradients. Call with gradient recording disabled. */
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
   * Factor that scales gradients to at most a maximum norm, as {@code
   * torch.nn.utils.clip_grad_norm_}.
   *
   * @param maxNorm infinite for no maximum
   */
  public static double clipFactor(double norm, double maxNorm) {
    return Math.min(1, maxNorm / (norm + EPSILON));
  }
}
