package org.saliency.network;

import java.util.Arrays;

/**
 * A tensor of an operation.
 *
 * @param name name within the operation, for example {@code weight}, or {@code gates.weight} in a
 *     submodule
 * @param shape outermost dimension first; empty for a scalar
 * @param role whether it is trained
 * @param initial initial values in a new network
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Parameter(String name, long[] shape, Role role, Initial initial) {

  /** Whether a tensor has this shape and type. */
  public boolean fits(Tensor tensor) {
    return Arrays.equals(tensor.shape(), shape) && tensor.isFloat() == isFloat();
  }

  /** The same parameter in a submodule. */
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

  /** Role of a tensor in training. */
  public enum Role {
    /** Updated by the optimizer. */
    TRAINED,
    /** Updated by the forward pass (running statistics) or constant. */
    BUFFER
  }

  /** Initial values, as in PyTorch's modules. */
  public enum Initial {
    /** Uniform in plus or minus 1/sqrt(fan-in), as in {@code torch.nn.Conv2d}. */
    UNIFORM_BY_FAN_IN,
    /** Float zeros. */
    ZEROS,
    /** Float ones. */
    ONES,
    /** A Gaussian over all elements with sum 1, see {@link Smoothing}. */
    GAUSSIAN,
    /** Logarithm of a Gaussian around the center, see {@link VideoBias}. */
    LOG_GAUSSIAN,
    /** An int64 zero. */
    COUNT
  }
}
