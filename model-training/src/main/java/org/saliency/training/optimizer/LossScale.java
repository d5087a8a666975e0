package org.saliency.training.optimizer;

import java.util.Map;
import java.util.Optional;
import org.saliency.network.Tensor;

/**
 * The factor of the loss in float16, without which small gradients would be rounded to zero, as
 * {@code torch.amp.GradScaler}: it grows after many steps, and halves when a gradient overflows, in
 * which case the step is left out.
 */
public final class LossScale {

  private static final String NAME = "loss-scale";
  private static final double START = 65536;
  private static final double LEAST = 1;
  private static final double FACTOR = 2;

  /** Steps without overflow after which the factor grows. */
  private static final int PATIENCE = 2000;

  private double value = START;
  private int steps;

  /** The factor. */
  public double value() {
    return value;
  }

  /**
   * Notes the norm of the gradients of a step.
   *
   * @return whether to take the step; always with the least factor
   */
  public boolean accepts(double norm) {
    if (!Double.isFinite(norm) && value > LEAST) {
      value = Math.max(LEAST, value / FACTOR);
      steps = 0;
      return false;
    }
    steps++;
    if (steps == PATIENCE) {
      value *= FACTOR;
      steps = 0;
    }
    return true;
  }

  /** The state, by name. */
  public Map<String, Tensor> state() {
    return Map.of(NAME, Tensor.of(new long[] {2}, new float[] {(float) value, steps}));
  }

  /** Restores a saved state, if there is one. */
  public void restore(Map<String, Tensor> state) {
    Optional.ofNullable(state.get(NAME))
        .map(Tensor::floats)
        .ifPresent(
            saved -> {
              value = saved[0];
              steps = (int) saved[1];
            });
  }
}
