package org.saliency.frame;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of frame files, ordered by the number in them, since text order would put 1000 before 101.
 * If a stem contains several numbers, the last one counts: {@code shot2_000017} is frame 17. Stems
 * without a number come last, in text order.
 */
public final class FrameName {

  private static final Pattern LAST_NUMBER = Pattern.compile("(\\d{1,18})\\D*$");

  /** Order of file names by the number in their stem, then by text. */
  public static final Comparator<String> ORDER =
      Comparator.comparingLong((String name) -> number(name).orElse(Long.MAX_VALUE))
          .thenComparing(Comparator.naturalOrder());

  private FrameName() {}

  /** The file name without folder and extension. */
  public static String stem(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }

  /** The last number in the stem of a file name. */
  public static OptionalLong number(String name) {
    Matcher matcher = LAST_NUMBER.matcher(stem(name));
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /**
   * The key by which files of the same frame match: the number without leading zeros ({@code 1.png}
   * and {@code 0001.jpg} match), or the stem if it contains no number.
   */
  public static String key(String name) {
    OptionalLong number = number(name);
    return number.isPresent() ? Long.toString(number.getAsLong()) : stem(name);
  }
}
