package org.saliency.network;

import java.util.List;

/**
 * One step of a network: what it owns, what comes out of it, what it costs, and how PyTorch is told
 * to do it.
 */
public sealed interface Operation
    permits Add,
        BatchNorm,
        Concatenation,
        Convolution,
        DropChannel,
        FixedBatchNorm,
        FrameInput,
        GlobalAverage,
        Input,
        MaxPool,
        MinMax,
        Normalisation,
        Relu,
        ResizeLike,
        Upsample {

  /** The tensors it owns; none by default. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * Shape of its result.
   *
   * @param inputs shapes of what it works on, in order
   */
  Shape output(List<Shape> inputs);

  /**
   * Multiplications that are followed by an addition, for one sample; 0 where they do not matter.
   */
  default long multiplyAdds(Shape output) {
    return 0;
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
