package org.saliency.video;

import java.util.Arrays;

/**
 * Whole numbers as short text, for rows that go on evenly: the first number, then steps, a step
 * that comes several times as {@code STEPxTIMES}. 0, 512, 1024, 1536, 1600 is {@code "0 512x3 64"}.
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
   * The numbers that {@link #write} made a text of.
   *
   * @param count how many there must be
   * @throws IllegalArgumentException when the text says anything else
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
        throw new IllegalArgumentException("'" + run + "' makes more than " + count + " numbers");
      }
      for (int end = at + times; at < end; at++) {
        last += step;
        numbers[at] = last;
      }
    }
    if (at != count) {
      throw new IllegalArgumentException(at + " numbers where " + count + " should be");
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
