package org.saliency.network;

import java.util.Arrays;

/**
 * A tensor that an operation owns.
 *
 * @param name its name within the operation, for example {@code weight}, or with submodules {@code
 *     gates.weight}
 * @param shape its shape, outermost dimension first; empty for a scalar
 * @param role whether training changes it
 * @param initial how a new network fills it
 */
@SuppressWarnings("ArrayRecordComponent") // a description; compared by nobody
public record Parameter(String name, long[] shape, Role role, Initial initial) {

  /** Whether a tensor has its shape and kind of values. */
  public boolean fits(Tensor tensor) {
    return Arrays.equals(tensor.shape(), shape) && tensor.isFloat() == isFloat();
  }

  /** The same in a submodule of the operation's module. */
  Parameter within(String module) {
    return new Parameter(module + "." + name, shape, role, initial);
  }

  private boolean isFloat() {
    return initial != Initial.COUNT;
  }

  @Override
  public String toString() {
    return (isFloat() ? "float32" : "int64") + Arrays.toString(shape);
  }

  /** Who changes a tensor. */
  public enum Role {
    /** The optimizer does, by its gradient. */
    TRAINED,
    /** The forward pass does (running statistics), or nobody. */
    BUFFER
  }

  /** Initial values, as PyTorch's modules choose them. */
  public enum Initial {
    /** Uniform within plus and minus 1/sqrt(inputs of one output), as {@code torch.nn.Conv2d}. */
    UNIFORM_BY_FAN_IN,
    /** Float zeros. */
    ZEROS,
    /** Float ones. */
    ONES,
    /** A Gaussian over all elements, of sum one, as {@link Smoothing} starts with. */
    GAUSSIAN,
    /** An int64 zero. */
    COUNT
  }
}
