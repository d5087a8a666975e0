package org.saliency.packed;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** Numbers, of which equal ones and those with equal steps take no memory. */
public final class PackedLongs implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long first;
  private final long step;
  private final long[] values; // null if they have equal steps

  private PackedLongs(long first, long step, long[] values) {
    this.first = first;
    this.step = step;
    this.values = values;
  }

  /** Packs numbers. */
  public static PackedLongs of(int count, IntToLongFunction number) {
    long first = count == 0 ? 0 : number.applyAsLong(0);
    long step = count < 2 ? 0 : number.applyAsLong(1) - first;
    for (int i = 2; i < count; i++) {
      if (number.applyAsLong(i) != first + step * i) {
        long[] values = new long[count];
        Arrays.setAll(values, number);
        return new PackedLongs(0, 0, values);
      }
    }
    return new PackedLongs(first, step, null);
  }

  /** The number at an index, which is not checked where numbers have equal steps. */
  public long get(int index) {
    return values == null ? first + step * index : values[index];
  }

  /** Some of the numbers. */
  public PackedLongs slice(int from, int to) {
    return values == null
        ? new PackedLongs(get(from), step, null)
        : new PackedLongs(0, 0, Arrays.copyOfRange(values, from, to));
  }
}
