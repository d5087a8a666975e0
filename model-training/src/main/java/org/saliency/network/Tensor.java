package org.saliency.network;

import java.util.Arrays;

/**
 * A dense tensor in row-major order of float32 or int64, what parameters and buffers of a network
 * are made of, or of bfloat16, what a serving form may store of them.
 */
public final class Tensor {

  private final long[] shape;
  private final float[] floats;
  private final long[] longs;
  private final short[] bfloat16s;

  private Tensor(long[] shape, float[] floats, long[] longs, short[] bfloat16s) {
    this.shape = shape.clone();
    this.floats = floats;
    this.longs = longs;
    this.bfloat16s = bfloat16s;
    int length = floats != null ? floats.length : longs != null ? longs.length : bfloat16s.length;
    if (elements(shape) != length) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " takes "
              + elements(shape)
              + " values, not "
              + length);
    }
  }

  /** A float32 tensor over the given array, which is not copied. */
  public static Tensor of(long[] shape, float[] values) {
    return new Tensor(shape, values, null, null);
  }

  /** An int64 tensor over the given array, which is not copied. */
  public static Tensor of(long[] shape, long[] values) {
    return new Tensor(shape, null, values, null);
  }

  /** A float32 tensor's values as bfloat16, each the nearest; of two, the even one. */
  Tensor toBfloat16() {
    short[] rounded = new short[floats().length];
    for (int i = 0; i < rounded.length; i++) {
      int bits = Float.floatToIntBits(floats[i]);
      rounded[i] = (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }
    return new Tensor(shape, null, null, rounded);
  }

  /** Number of elements of a shape; 1 for a scalar's empty shape. */
  public static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The shape, outermost dimension first. */
  public long[] shape() {
    return shape.clone();
  }

  /** Whether it holds float32 values. */
  public boolean isFloat() {
    return floats != null;
  }

  /** Whether it holds bfloat16 values; if it holds neither these nor float32, it holds int64. */
  public boolean isBfloat16() {
    return bfloat16s != null;
  }

  /** The bfloat16 values themselves, not a copy: the upper halves of float32 values. */
  short[] bfloat16s() {
    if (bfloat16s == null) {
      throw new IllegalStateException("tensor " + this + " holds no bfloat16 values");
    }
    return bfloat16s;
  }

  /** The float32 values themselves, not a copy. */
  public float[] floats() {
    if (floats == null) {
      throw new IllegalStateException("tensor " + this + " holds no float32 values");
    }
    return floats;
  }

  /** The int64 values themselves, not a copy. */
  public long[] longs() {
    if (longs == null) {
      throw new IllegalStateException("tensor " + this + " holds no int64 values");
    }
    return longs;
  }

  @Override
  public String toString() {
    return (isFloat() ? "float32" : isBfloat16() ? "bfloat16" : "int64") + Arrays.toString(shape);
  }
}
