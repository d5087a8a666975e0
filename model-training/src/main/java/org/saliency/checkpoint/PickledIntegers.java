package org.saliency.checkpoint;

import java.math.BigInteger;
import java.util.Locale;

/** Integers of a pickle. */
final class PickledIntegers {

  private PickledIntegers() {}

  /** An integer or, as {@code 00} and {@code 01}, a boolean. */
  static Object decimal(String line) throws MalformedException {
    if (line.equals("00") || line.equals("01")) {
      return line.equals("01");
    }
    try {
      return Long.valueOf(line);
    } catch (NumberFormatException e) {
      throw MalformedException.damaged(String.format(Locale.ROOT, "'%s' is not an integer", line));
    }
  }

  /** A signed integer of any length: a Long if it fits. */
  static Object littleEndian(byte[] littleEndian) {
    byte[] bytes = new byte[littleEndian.length + 1]; // zero if empty
    for (int index = 0; index < littleEndian.length; index++) {
      bytes[bytes.length - 1 - index] = littleEndian[index];
    }
    bytes[0] = (byte) (bytes.length > 1 && bytes[1] < 0 ? -1 : 0);
    BigInteger value = new BigInteger(bytes);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }
}
