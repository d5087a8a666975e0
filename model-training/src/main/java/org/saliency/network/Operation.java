package org.saliency.network;

import java.util.List;

/**
 * One step of a network: what it owns, what comes out of it, what it costs, and how PyTorch is told
 * to do it.
 */
public interface Operation {

  /** The tensors it owns; none by default. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * Number of inputs that one output value is computed from, of an operation whose initial values
   * depend on it.
   */
  default int fanIn() {
    throw new IllegalStateException(kind() + " has no fan-in");
  }

  /**
   * Shape of the result; by default that of the first input.
   *
   * @param inputs shapes of the inputs, in order
   */
  default Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  /**
   * Multiplications that are followed by an addition, for one sample; 0 where they do not matter.
   */
  default long multiplyAdds(Shape output) {
    return 0;
  }

  /** What stands in its place when frames are scored, one after the other; by default, it does. */
  default List<Operation> serving() {
    return List.of(this);
  }

  /**
   * Writes the TorchScript statements that compute {@code result}.
   *
   * @param code receives the statements
   * @param self how this operation's own tensors are reached
   * @param inputs names of the variables it works on
   * @param result name of the variable to assign
   */
  void write(Code code, Code.Self self, List<String> inputs, String result);

  /** What people call it, for example {@code Conv2d}. */
  default String kind() {
    return getClass().getSimpleName();
  }
}
