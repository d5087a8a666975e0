package org.saliency.video;

import java.util.Arrays;

/**
 * A compact text format for integer sequences with equal steps: the first number, then the steps,
 * repeated ones as {@code STEPxTIMES}. 0, 512, 1024, 1536, 1600 is {@code "0 512x3 64"}.
 */
final class RunLengths {

  private RunLengths() {}

  static String write(long[] numbers) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < numbers.length; ) {
      long step = step(numbers, i);
      int end = i + 1;
      while (i > 0 && end < numbers.length && step(numbers, end) == step) {
        end++;
      }
      text.append(text.isEmpty() ? "" : " ").append(step);
      if (end - i > 1) {
        text.append('x').append(end - i);
      }
      i = end;
    }
    return text.toString();
  }

  private static long step(long[] numbers, int i) {
    return i == 0 ? numbers[0] : numbers[i] - numbers[i - 1];
  }

  /**
   * Parses the output of {@link #write}.
   *
   * @param count expected number of integers
   * @throws IllegalArgumentException when the text is invalid or has another number of integers
   */
  static long[] read(String text, int count) {
    long[] numbers = new long[count];
    int at = 0;
    long last = 0;
    for (String run : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int cross = run.indexOf('x');
      long step = Long.parseLong(cross < 0 ? run : run.substring(0, cross));
      int times = cross < 0 ? 1 : Integer.parseInt(run.substring(cross + 1));
      if (times < 1 || times > count - at) {
        throw new IllegalArgumentException(
            "Invalid run '" + run + "': more than " + count + " numbers");
      }
      for (int end = at + times; at < end; at++) {
        last += step;
        numbers[at] = last;
      }
    }
    if (at != count) {
      throw new IllegalArgumentException("expected " + count + " numbers, got " + at);
    }
    return numbers;
  }

  static String write(int[] numbers) {
    return write(Arrays.stream(numbers).asLongStream().toArray());
  }

  static int[] readInts(String text, int count) {
    return Arrays.stream(read(text, count)).mapToInt(Math::toIntExact).toArray();
  }
}
