package org.saliency.network;

import java.util.Arrays;
import java.util.Locale;

/** A dense row-major tensor of float32 or int64 values: a parameter or buffer of a network. */
public final class Tensor {

  private final long[] shape;
  private final float[] floats;
  private final long[] longs;

  private Tensor(long[] shape, float[] floats, long[] longs) {
    this.shape = shape.clone();
    this.floats = floats;
    this.longs = longs;
    int length = floats != null ? floats.length : longs.length;
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
    return new Tensor(shape, values, null);
  }

  /** An int64 tensor backed by the given array. */
  public static Tensor of(long[] shape, long[] values) {
    return new Tensor(shape, null, values);
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

  /** Whether the values are float32; otherwise they are int64. */
  public boolean isFloat() {
    return floats != null;
  }

  /** The float32 values themselves, not a copy. */
  public float[] floats() {
    if (floats == null) {
      throw new IllegalStateException("tensor " + this + " has int64 values");
    }
    return floats;
  }

  /** The int64 values themselves, not a copy. */
  public long[] longs() {
    if (longs == null) {
      throw new IllegalStateException("tensor " + this + " has float32 values");
    }
    return longs;
  }

  @Override
  public String toString() {
    return (isFloat() ? "float32" : "int64") + Arrays.toString(shape);
  }
}
