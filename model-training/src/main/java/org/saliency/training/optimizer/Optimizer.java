package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.network.Tensor;

/**
 * Moves parameters against their gradients. Its running values (moments) lie beside the parameters
 * on their device and are freed with the model; {@link #state} copies them out, so that a later run
 * goes on where this one stopped. Every parameter decays, biases and batch norm included, as in
 * PyTorch when all parameters are handed over as one list.
 */
public abstract class Optimizer {

  private static final String STEPS = "steps.";

  /** One parameter and its moments. */
  private record Slot(ParameterGroup group, NDArray parameter, Map<String, NDArray> moments) {}

  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<String, Integer> steps = new LinkedHashMap<>();
  private final List<ParameterGroup> groups;

  /**
   * Starts with moments of zero.
   *
   * @param moments names of the moments that each parameter has
   */
  Optimizer(List<ParameterGroup> groups, List<String> moments) {
    this.groups = List.copyOf(groups);
    for (ParameterGroup group : groups) {
      steps.put(group.name(), 0);
      group.parameters().forEach((name, parameter) -> slots.put(name, slot(group, parameter)));
    }
    slots.values().forEach(slot -> moments.forEach(moment -> addZeros(slot, moment)));
  }

  private static Slot slot(ParameterGroup group, NDArray parameter) {
    return new Slot(group, parameter, new LinkedHashMap<>());
  }

  private static void addZeros(Slot slot, String moment) {
    slot.moments().put(moment, slot.parameter().zerosLike());
  }

  /** The parameters that it moves, in groups. */
  public List<ParameterGroup> groups() {
    return groups;
  }

  /**
   * Moves each parameter against its gradient and sets the gradients to zero. To be called with
   * gradients switched off.
   *
   * @param learningRate before the groups' factors
   * @param gradientScale what gradients are multiplied by first
   */
  public void step(double learningRate, double gradientScale) {
    steps.replaceAll((group, count) -> count + 1);
    for (Slot slot : slots.values()) {
      ParameterGroup group = slot.group();
      try (NDArray gradient = slot.parameter().getGradient()) {
        move(
            slot.parameter(),
            gradient,
            slot.moments(),
            new Rates(
                learningRate * group.learningRateFactor(), gradientScale, steps.get(group.name())));
      }
    }
  }

  /**
   * How far one step goes.
   *
   * @param learning the group's learning rate
   * @param gradientScale what gradients are multiplied by first
   * @param step number of the step, from 1, since the group was first moved
   */
  record Rates(double learning, double gradientScale, int step) {}

  /** Moves one parameter and sets its gradient to zero. */
  abstract void move(
      NDArray parameter, NDArray gradient, Map<String, NDArray> moments, Rates rates);

  /** A copy of the moments, by parameter and moment, and of the numbers of steps, by group. */
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
   * Takes over the state of an earlier one; what that one did not have stays at its start, as for
   * parameters that were frozen then.
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
