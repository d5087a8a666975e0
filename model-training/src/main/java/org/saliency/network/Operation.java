package org.saliency.network;

import java.util.List;

/** One operation of a network: its tensors, output shape, cost, and TorchScript code. */
public interface Operation {

  /** Tensors of the operation; none by default. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * Number of inputs of one output value; only for operations whose initial values depend on it.
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

  /** Multiply-adds for one sample; 0 where negligible. */
  default long multiplyAdds(Shape output) {
    return 0;
  }

  /** Operations that replace it in the serving form, in order; by default itself. */
  default List<Operation> serving() {
    return List.of(this);
  }

  /**
   * Writes the TorchScript statements that compute {@code result}.
   *
   * @param code receives the statements
   * @param self module that owns this operation's tensors
   * @param inputs names of the input variables
   * @param result name of the variable to assign
   */
  void write(Code code, Code.Self self, List<String> inputs, String result);

  /** Name for summaries, for example {@code Conv2d}. */
  default String kind() {
    return getClass().getSimpleName();
  }
}
