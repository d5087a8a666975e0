package org.saliency.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped name may have meant. */
public final class Spelling {

  private Spelling() {}

  /** The known name that is most similar: one that begins with the name, if there is any. */
  static String nearest(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparing((String other) -> !other.startsWith(name))
                .thenComparing(other -> distance(other, name))
                .thenComparing(other -> other))
        .orElseThrow();
  }

  /** The nearest known name, if it begins with the name or differs in two fifths of its letters. */
  public static Optional<String> closest(String name, Collection<String> known) {
    return Optional.of(known)
        .filter(names -> !names.isEmpty())
        .map(names -> nearest(name, names))
        .filter(near -> near.startsWith(name) || 5 * distance(near, name) <= 2 * near.length());
  }

  /** Levenshtein distance. */
  private static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    Arrays.setAll(previous, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
