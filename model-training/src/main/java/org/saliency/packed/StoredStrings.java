package org.saliency.packed;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Texts as bytes, one after the other. */
final class StoredStrings extends PackedStrings {

  private static final long serialVersionUID = 1L;

  private final byte[] bytes;
  private final int[] ends;
  private final boolean isLatin; // else UTF-16, which holds any text as it is

  private StoredStrings(String start, String end, byte[] bytes, int[] ends, boolean isLatin) {
    super(start, end, ends.length);
    this.bytes = bytes;
    this.ends = ends;
    this.isLatin = isLatin;
  }

  static StoredStrings of(String start, String end, List<String> middles) {
    boolean isLatin = middles.stream().allMatch(text -> text.chars().allMatch(c -> c < 256));
    byte[][] encoded = new byte[middles.size()][];
    int[] ends = new int[middles.size()];
    int length = 0;
    for (int i = 0; i < ends.length; i++) {
      encoded[i] = isLatin ? latin(middles.get(i)) : wide(middles.get(i));
      length += encoded[i].length;
      ends[i] = length;
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < ends.length; i++) {
      System.arraycopy(encoded[i], 0, bytes, ends[i] - encoded[i].length, encoded[i].length);
    }
    return new StoredStrings(start, end, bytes, ends, isLatin);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Encoded by hand, since a charset would replace halves of a pair. */
  private static byte[] wide(String text) {
    byte[] bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private int begin(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  @Override
  void append(int index, StringBuilder text) {
    int from = begin(index);
    if (isLatin) {
      Charset latin = StandardCharsets.ISO_8859_1;
      text.append(new String(bytes, from, ends[index] - from, latin));
    } else {
      for (int at = from; at < ends[index]; at += 2) {
        text.append((char) ((bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff));
      }
    }
  }

  @Override
  StoredStrings slice(int from, int to) {
    int first = begin(from);
    int last = to == 0 ? 0 : ends[to - 1];
    int[] own = Arrays.copyOfRange(ends, from, to);
    for (int i = 0; i < own.length; i++) {
      own[i] -= first;
    }
    return new StoredStrings(
        start(), end(), Arrays.copyOfRange(bytes, first, Math.max(first, last)), own, isLatin);
  }
}
