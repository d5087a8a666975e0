package org.saliency.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam with PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8, no weight decay. Keeps two
 * running means a parameter, beside the parameter on its device; they are freed with the model.
 *
 * <p>Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, 2014.
 */
final class Adam {

  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final float NO_CLIPPING = -1;

  private final Map<String, NDArray> parameters;
  private final Map<String, NDList> moments = new LinkedHashMap<>();
  private int steps;

  Adam(Map<String, NDArray> parameters) {
    this.parameters = parameters;
    parameters.forEach(
        (name, weight) -> moments.put(name, new NDList(weight.zerosLike(), weight.zerosLike())));
  }

  /** Moves each parameter against its gradient and forgets the gradients. */
  void step(double learningRate) {
    steps++;
    double corrected =
        learningRate * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
    parameters.forEach(
        (name, weight) -> {
          try (NDArray gradient = weight.getGradient()) {
            NDList moment = moments.get(name);
            NDList inputs = new NDList(weight, gradient, moment.get(0), moment.get(1));
            weight
                .getNDArrayInternal()
                .adamUpdate(
                    inputs,
                    new NDList(weight),
                    (float) learningRate,
                    (float) corrected,
                    0,
                    1,
                    NO_CLIPPING,
                    BETA1,
                    BETA2,
                    EPSILON,
                    true,
                    false);
          }
        });
  }
}
