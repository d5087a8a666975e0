package org.saliency.packed;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Texts with a common start and end, in order. Serializable; sublists hold nothing but their own.
 */
public abstract sealed class PackedStrings extends AbstractList<String>
    implements RandomAccess, Serializable permits CountedStrings, StoredStrings {

  private static final long serialVersionUID = 1L;

  private final String start;
  private final String end;
  private final int size;

  PackedStrings(String start, String end, int size) {
    this.start = start;
    this.end = end;
    this.size = size;
  }

  /** Packs texts. */
  public static PackedStrings of(List<String> texts) {
    if (texts instanceof PackedStrings packed) {
      return packed;
    }
    if (texts.isEmpty()) {
      return StoredStrings.of("", "", List.of());
    }
    String first = texts.get(0);
    int before = first.length();
    for (String text : texts) {
      before = commonStart(first, text, before);
    }
    int after = first.length() - before;
    for (String text : texts) {
      after = commonEnd(first, text, Math.min(after, text.length() - before));
    }
    int start = before;
    int end = after;
    List<String> middles =
        texts.stream().map(text -> text.substring(start, text.length() - end)).toList();
    String startText = first.substring(0, before);
    String endText = first.substring(first.length() - after);
    return CountedStrings.of(startText, endText, middles)
        .map(PackedStrings.class::cast)
        .orElseGet(() -> StoredStrings.of(startText, endText, middles));
  }

  private static int commonStart(String one, String other, int most) {
    int length = Math.min(most, other.length());
    int i = 0;
    while (i < length && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i;
  }

  private static int commonEnd(String one, String other, int most) {
    int i = 0;
    while (i < most && one.charAt(one.length() - 1 - i) == other.charAt(other.length() - 1 - i)) {
      i++;
    }
    return i;
  }

  final String start() {
    return start;
  }

  final String end() {
    return end;
  }

  /** Appends what lies between the common start and end. */
  abstract void append(int index, StringBuilder text);

  abstract PackedStrings slice(int from, int to);

  @Override
  public final String get(int index) {
    Objects.checkIndex(index, size);
    StringBuilder text = new StringBuilder(start.length() + end.length() + 12).append(start);
    append(index, text);
    return text.append(end).toString();
  }

  @Override
  public final int size() {
    return size;
  }

  @Override
  public final PackedStrings subList(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    return from == 0 && to == size ? this : slice(from, to);
  }
}
