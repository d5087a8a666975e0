package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.network.Tensor;

/**
 * Updates parameters from their gradients. Its moments (momentum, variance) are stored on the
 * parameters' device and freed with the model; {@link #state} copies them for a resumed run. Weight
 * decay applies to all parameters, including biases and batch norms, as in PyTorch's optimizers by
 * default.
 */
public abstract class Optimizer {

  private static final String STEPS = "steps.";

  /** A parameter and its moments by name. */
  record Slot(ParameterGroup group, NDArray parameter, Map<String, NDArray> moments) {}

  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<String, Integer> steps = new LinkedHashMap<>();
  private final List<ParameterGroup> groups;

  /**
   * Creates an optimizer with zero moments.
   *
   * @param moments names of the moments of each parameter
   */
  Optimizer(List<ParameterGroup> groups, List<String> moments) {
    this.groups = List.copyOf(groups);
    for (ParameterGroup group : groups) {
      steps.put(group.name(), 0);
      group
          .parameters()
          .forEach((name, parameter) -> slots.put(name, slot(group, parameter, moments)));
    }
  }

  private static Slot slot(ParameterGroup group, NDArray parameter, List<String> momentNames) {
    Map<String, NDArray> moments = new LinkedHashMap<>();
    momentNames.forEach(moment -> moments.put(moment, parameter.zerosLike()));
    return new Slot(group, parameter, moments);
  }

  /** The parameter groups. */
  public List<ParameterGroup> groups() {
    return groups;
  }

  /**
   * Updates all parameters and sets their gradients to zero. Call with gradient recording disabled.
   *
   * @param learningRate learning rate before the groups' factors
   * @param gradientScale factor applied to gradients first
   */
  public void step(double learningRate, double gradientScale) {
    steps.replaceAll((group, count) -> count + 1);
    for (ParameterGroup group : groups) {
      List<Slot> ofGroup =
          slots.values().stream().filter(slot -> slot.group().equals(group)).toList();
      if (!ofGroup.isEmpty()) {
        update(
            ofGroup,
            new Rates(
                learningRate * group.learningRateFactor(), gradientScale, steps.get(group.name())));
      }
    }
  }

  /** Updates the parameters of a group and sets their gradients to zero. */
  void update(List<Slot> group, Rates rates) {
    for (Slot slot : group) {
      try (NDArray gradient = slot.parameter().getGradient()) {
        update(slot.parameter(), gradient, slot.moments(), rates);
      }
    }
  }

  /** Sets the gradients to zero without a step, also if they are infinite. */
  public void forgetGradients() {
    for (Slot slot : slots.values()) {
      try (NDArray gradient = slot.parameter().getGradient()) {
        gradient.set(new NDIndex("..."), 0);
      }
    }
  }

  /**
   * Factors of one step.
   *
   * @param learning the group's learning rate
   * @param gradientScale factor applied to gradients first
   * @param step number of the group's step, from 1
   */
  record Rates(double learning, double gradientScale, int step) {}

  /** Updates one parameter and sets its gradient to zero. */
  abstract void update(
      NDArray parameter, NDArray gradient, Map<String, NDArray> moments, Rates rates);

  /** Copies the moments, by parameter and moment, and the step counts, by group. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    steps.forEach(
        (group, count) -> state.put(STEPS + group, Tensor.of(new long[0], new long[] {count})));
    slots.forEach(
        (name, slot) ->
            slot.moments()
                .forEach(
                    (moment, array) ->
                        state.put(
                            name + "." + moment,
                            Tensor.of(array.getShape().getShape(), array.toFloatArray()))));
    return state;
  }

  /**
   * Restores a saved state. What it does not contain, such as parameters frozen then, keeps its
   * initial state.
   */
  public void restore(Map<String, Tensor> state) {
    steps.replaceAll(
        (group, count) -> {
          Tensor saved = state.get(STEPS + group);
          return saved == null ? count : Integer.valueOf((int) saved.longs()[0]);
        });
    slots.forEach(
        (name, slot) ->
            slot.moments()
                .replaceAll(
                    (moment, array) -> {
                      Tensor saved = state.get(name + "." + moment);
                      return saved == null ? array : replaced(array, saved);
                    }));
  }

  private static NDArray replaced(NDArray array, Tensor saved) {
    NDManager manager = array.getManager();
    array.close();
    return manager.create(saved.floats(), new Shape(saved.shape()));
  }
}
