package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saliency.network.Tensor;

/**
 * Exponential moving average of the parameters, {@code mean = d mean + (1 - d) parameter} after
 * each step, with {@code d = min(decay, (1 + steps) / (10 + steps))}, which quickly discounts the
 * initial weights. Batch norm's running statistics are not averaged, as in {@code
 * torch.optim.swa_utils.AveragedModel}.
 *
 * <p>Source: Polyak and Juditsky, Acceleration of Stochastic Approximation by Averaging, 1992; the
 * initial decay follows TensorFlow's {@code ExponentialMovingAverage}.
 */
public final class WeightAverage {

  private final double decay;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> means = new LinkedHashMap<>();

  /** Starts with copies of the parameters. */
  public WeightAverage(double decay, Map<String, NDArray> parameters) {
    this.decay = decay;
    this.parameters = parameters;
    parameters.forEach((name, parameter) -> means.put(name, copy(parameter)));
  }

  private static NDArray copy(NDArray parameter) {
    NDArray copy = parameter.duplicate();
    copy.setRequiresGradient(false);
    return copy;
  }

  /**
   * Updates the averages. Call with gradient recording disabled.
   *
   * @param steps number of steps since the start of training
   */
  public void update(NDManager manager, int steps) {
    double kept = Math.min(decay, (1.0 + steps) / (10.0 + steps));
    try (NDArray keep = manager.create((float) kept);
        NDArray take = manager.create((float) (1 - kept))) {
      parameters.forEach(
          (name, parameter) -> {
            try (NDArray part = parameter.mul(take)) {
              means.get(name).muli(keep).addi(part);
            }
          });
    }
  }

  /**
   * Replaces the parameters by their averages. Call with gradient recording disabled.
   *
   * @return the parameters' values, for {@link #swapOut}
   */
  public Map<String, NDArray> swapIn() {
    Map<String, NDArray> live = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          live.put(name, copy(parameter));
          parameter.set(new NDIndex("..."), means.get(name));
        });
    return live;
  }

  /** Undoes {@link #swapIn}. */
  public void swapOut(Map<String, NDArray> live) {
    live.forEach(
        (name, values) -> {
          parameters.get(name).set(new NDIndex("..."), values);
          values.close();
        });
  }

  /** Copies the averages, by parameter. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    means.forEach(
        (name, mean) ->
            state.put(name, Tensor.of(mean.getShape().getShape(), mean.toFloatArray())));
    return state;
  }

  /** Restores saved averages. */
  public void restore(Map<String, Tensor> state) {
    state.forEach(
        (name, tensor) -> {
          NDArray mean = means.get(name);
          NDManager manager = mean.getManager();
          mean.close();
          means.put(name, manager.create(tensor.floats(), new Shape(tensor.shape())));
        });
  }
}
