package org.saliency.map;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The rows of a picture that were read last, since neighbouring output rows share them. */
final class KeptRows<T> {

  /** Reads a row. */
  interface Reader<T> {
    void read(int row, T values);
  }

  private final T[] kept;
  private final int[] numbers;
  private final Reader<T> reader;

  /**
   * No rows yet.
   *
   * @param count number of rows to keep
   * @param empty creates the storage of a row
   */
  @SuppressWarnings("unchecked")
  KeptRows(int count, Supplier<T> empty, Reader<T> reader) {
    this.kept = (T[]) Stream.generate(empty).limit(count).toArray();
    this.numbers = new int[count];
    this.reader = reader;
    Arrays.fill(numbers, -1);
  }

  /** A row, valid until one that is {@code count} or more rows away is read. */
  T get(int row) {
    int place = row % kept.length;
    if (numbers[place] != row) {
      numbers[place] = row;
      reader.read(row, kept[place]);
    }
    return kept[place];
  }
}
