package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum, as {@code torch.optim.SGD}. With g the gradient plus
 * weight decay times parameter, the velocity becomes {@code v = momentum v + g}, and the parameter
 * changes by {@code -learningRate v}, or with Nesterov momentum by {@code -learningRate (g +
 * momentum v)}.
 *
 * <p>Source: Sutskever et al., On the importance of initialization and momentum in deep learning,
 * 2013.
 */
final class Sgd extends Optimizer {

  private static final String VELOCITY = "velocity";

  /** Kind of momentum. */
  enum Momentum {
    CLASSICAL,
    NESTEROV
  }

  private final double weightDecay;
  private final double momentum;
  private final Momentum kind;

  Sgd(List<ParameterGroup> groups, double weightDecay, double momentum, Momentum kind) {
    super(groups, momentum == 0 ? List.of() : List.of(VELOCITY));
    this.weightDecay = weightDecay;
    this.momentum = momentum;
    this.kind = kind;
  }

  // In single operations, since DJL's native step lacks Nesterov momentum.
  @Override
  void update(NDArray parameter, NDArray gradient, Map<String, NDArray> moments, Rates rates) {
    try (NDArray decayed = parameter.mul((float) weightDecay);
        NDArray scaled = gradient.mul((float) rates.gradientScale()).addi(decayed);
        NDArray direction = direction(scaled, moments.get(VELOCITY))) {
      parameter.subi(direction.muli((float) rates.learning()));
    }
    gradient.subi(gradient);
  }

  private NDArray direction(NDArray gradient, NDArray velocity) {
    if (velocity == null) {
      return gradient.duplicate();
    }
    velocity.muli((float) momentum).addi(gradient);
    return switch (kind) {
      case CLASSICAL -> velocity.duplicate();
      case NESTEROV -> velocity.mul((float) momentum).addi(gradient);
    };
  }
}
