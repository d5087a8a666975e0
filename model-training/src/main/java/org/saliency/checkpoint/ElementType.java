package org.saliency.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Number formats of stored tensors; each is read as float32 or int64. */
public enum ElementType {
  FLOAT64("float64", "DoubleStorage", "F64", Double.BYTES, true) {
    @Override
    float floatAt(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(index);
    }
  },
  FLOAT32("float32", "FloatStorage", "F32", Float.BYTES, true) {
    @Override
    float floatAt(ByteBuffer bytes, int index) {
      return bytes.getFloat(index);
    }

    @Override
    void put(ByteBuffer bytes, float[] values) {
      bytes.asFloatBuffer().put(values);
    }
  },
  FLOAT16("float16", "HalfStorage", "F16", Short.BYTES, true) {
    @Override
    float floatAt(ByteBuffer bytes, int index) {
      return halfToFloat(bytes.getShort(index));
    }

    @Override
    void put(ByteBuffer bytes, float[] values) {
      short[] halves = new short[values.length];
      for (int i = 0; i < values.length; i++) {
        halves[i] = floatToHalf(values[i]);
      }
      bytes.asShortBuffer().put(halves);
    }
  },
  BFLOAT16("bfloat16", "BFloat16Storage", "BF16", Short.BYTES, true) {
    @Override
    float floatAt(ByteBuffer bytes, int index) {
      return Float.intBitsToFloat(bytes.getShort(index) << 16);
    }

    @Override
    void put(ByteBuffer bytes, float[] values) {
      short[] upperHalves = new short[values.length];
      for (int i = 0; i < values.length; i++) {
        upperHalves[i] = floatToBfloat16(values[i]);
      }
      bytes.asShortBuffer().put(upperHalves);
    }
  },
  INT64("int64", "LongStorage", "I64", Long.BYTES, false) {
    @Override
    long longAt(ByteBuffer bytes, int index) {
      return bytes.getLong(index);
    }
  },
  INT32("int32", "IntStorage", "I32", Integer.BYTES, false) {
    @Override
    long longAt(ByteBuffer bytes, int index) {
      return bytes.getInt(index);
    }
  },
  INT16("int16", "ShortStorage", "I16", Short.BYTES, false) {
    @Override
    long longAt(ByteBuffer bytes, int index) {
      return bytes.getShort(index);
    }
  },
  INT8("int8", "CharStorage", "I8", Byte.BYTES, false) {
    @Override
    long longAt(ByteBuffer bytes, int index) {
      return bytes.get(index);
    }
  },
  UINT8("uint8", "ByteStorage", "U8", Byte.BYTES, false) {
    @Override
    long longAt(ByteBuffer bytes, int index) {
      return bytes.get(index) & 0xff;
    }
  },
  BOOL("bool", "BoolStorage", "BOOL", Byte.BYTES, false) {
    @Override
    long longAt(ByteBuffer bytes, int index) {
      return bytes.get(index) == 0 ? 0 : 1;
    }
  };

  private final String torchName;
  private final String storageName;
  private final String safetensorsName;
  private final int size;
  private final boolean isFloat;

  ElementType(
      String torchName, String storageName, String safetensorsName, int size, boolean isFloat) {
    this.torchName = torchName;
    this.storageName = storageName;
    this.safetensorsName = safetensorsName;
    this.size = size;
    this.isFloat = isFloat;
  }

  /** The type {@code torch.<name>}. */
  static Optional<ElementType> ofTorch(String name) {
    return Arrays.stream(values()).filter(type -> type.torchName.equals(name)).findFirst();
  }

  /** The type of a storage class, such as {@code FloatStorage}. */
  static Optional<ElementType> ofStorage(String name) {
    return Arrays.stream(values()).filter(type -> type.storageName.equals(name)).findFirst();
  }

  /** The type of a safetensors name, such as {@code F32}. */
  static Optional<ElementType> ofSafetensors(String name) {
    return Arrays.stream(values()).filter(type -> type.safetensorsName.equals(name)).findFirst();
  }

  /** Name of PyTorch's storage class, such as {@code FloatStorage}. */
  public String storageName() {
    return storageName;
  }

  String safetensorsName() {
    return safetensorsName;
  }

  /** Bytes of one element. */
  int size() {
    return size;
  }

  /** Whether elements become float32; otherwise they become int64. */
  boolean isFloat() {
    return isFloat;
  }

  /** The element at a byte index; only for types that become float32. */
  float floatAt(ByteBuffer bytes, int index) {
    throw new IllegalStateException(this + " is not read as float32");
  }

  /** Puts values at the start of a buffer, each rounded to the nearest representable one. */
  void put(ByteBuffer bytes, float[] values) {
    throw new IllegalStateException("float32 cannot be written as " + this);
  }

  /** The element at a byte index; only for types that become int64. */
  long longAt(ByteBuffer bytes, int index) {
    throw new IllegalStateException(this + " is not read as int64");
  }

  private static short floatToBfloat16(float value) {
    int bits = Float.floatToIntBits(value);
    int roundHalfToEven = 0x7fff + (bits >>> 16 & 1);
    return (short) (Float.isNaN(value) ? bits >>> 16 : bits + roundHalfToEven >>> 16);
  }

  /** IEEE 754 binary32 to binary16, ties to even; out of range becomes infinity. */
  private static short floatToHalf(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520) { // halfway between the largest half and 2^16
      return (short) (sign | 0x7c00);
    }
    // Halves are evenly spaced between powers of two; below 2^-14 the spacing stays the same.
    int exponent = Math.max(Math.getExponent(magnitude), -14);
    int steps = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
    return (short) (sign | steps + (exponent + 14 << 10));
  }

  /** IEEE 754 binary16 to binary32, exact. */
  private static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) { // zero and subnormals: steps of 2^-24
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wideExponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << 13);
  }
}
