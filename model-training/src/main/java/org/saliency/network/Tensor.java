package org.saliency.network;

import java.util.Arrays;
import java.util.Locale;

/**
 * A dense row-major tensor of float32, int64 or int8 values: a parameter or buffer of a network.
 */
public final class Tensor {

  private final long[] shape;
  private final float[] floats;
  private final long[] longs;
  private final byte[] bytes;

  private Tensor(long[] shape, float[] floats, long[] longs, byte[] bytes, int length) {
    this.shape = shape.clone();
    this.floats = floats;
    this.longs = longs;
    this.bytes = bytes;
    if (elements(shape) != length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shape %s needs %d values, not %d",
              Arrays.toString(shape),
              elements(shape),
              length));
    }
  }

  /** A float32 tensor backed by the given array. */
  public static Tensor of(long[] shape, float[] values) {
    return new Tensor(shape, values, null, null, values.length);
  }

  /** An int64 tensor backed by the given array. */
  public static Tensor of(long[] shape, long[] values) {
    return new Tensor(shape, null, values, null, values.length);
  }

  /** An int8 tensor backed by the given array. */
  public static Tensor of(long[] shape, byte[] values) {
    return new Tensor(shape, null, null, values, values.length);
  }

  /** Number of elements of a shape; 1 for a scalar's empty shape. */
  public static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** Row-major strides of a shape: elements that one step along each dimension spans. */
  public static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  /** The shape, outermost dimension first. */
  public long[] shape() {
    return shape.clone();
  }

  /** Whether the values are float32. */
  public boolean isFloat() {
    return floats != null;
  }

  /** Whether the values are int8. */
  public boolean isByte() {
    return bytes != null;
  }

  /** The float32 values themselves, not a copy. */
  public float[] floats() {
    if (floats == null) {
      throw new IllegalStateException("tensor " + this + " has no float32 values");
    }
    return floats;
  }

  /** The int64 values themselves, not a copy. */
  public long[] longs() {
    if (longs == null) {
      throw new IllegalStateException("tensor " + this + " has no int64 values");
    }
    return longs;
  }

  /** The int8 values themselves, not a copy. */
  public byte[] bytes() {
    if (bytes == null) {
      throw new IllegalStateException("tensor " + this + " has no int8 values");
    }
    return bytes;
  }

  private String type() {
    if (isByte()) {
      return "int8";
    }
    return isFloat() ? "float32" : "int64";
  }

  @Override
  public String toString() {
    return type() + Arrays.toString(shape);
  }
}
