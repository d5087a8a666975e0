package org.saliency.packed;

import java.util.List;
import java.util.Optional;

/** Texts that differ by a number, each larger than the one before by the same amount. */
final class CountedStrings extends PackedStrings {

  private static final long serialVersionUID = 1L;

  /** Decimal digits of any {@code long} that is not too large to add to. */
  private static final int MOST_DIGITS = 17;

  private final long first;
  private final long step;
  private final int digits; // number of digits, with leading zeros; 0 for as many as it takes

  private CountedStrings(String start, String end, int size, long first, long step, int digits) {
    super(start, end, size);
    this.first = first;
    this.step = step;
    this.digits = digits;
  }

  /** Equal texts, or those that count; empty for any others. */
  static Optional<CountedStrings> of(String start, String end, List<String> middles) {
    int size = middles.size();
    String text = middles.get(0);
    if (middles.stream().allMatch(String::isEmpty)) {
      return Optional.of(new CountedStrings(start, end, size, 0, 0, -1));
    }
    if (size < 2 || !isNumber(text) || !isNumber(middles.get(1))) {
      return Optional.empty();
    }
    long first = Long.parseLong(text);
    long step = Long.parseLong(middles.get(1)) - first;
    boolean isEven = middles.stream().allMatch(middle -> middle.length() == text.length());
    CountedStrings counted =
        new CountedStrings(start, end, size, first, step, isEven ? text.length() : 0);
    for (int i = 0; i < size; i++) {
      if (first + step * i < 0 || !counted.middle(i).equals(middles.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(counted);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private String middle(int index) {
    StringBuilder text = new StringBuilder();
    append(index, text);
    return text.toString();
  }

  @Override
  void append(int index, StringBuilder text) {
    if (digits < 0) {
      return; // all are equal
    }
    String number = Long.toString(first + step * index);
    for (int i = number.length(); i < digits; i++) {
      text.append('0');
    }
    text.append(number);
  }

  @Override
  CountedStrings slice(int from, int to) {
    return new CountedStrings(start(), end(), to - from, first + step * from, step, digits);
  }
}
