package org.saliency.spark.results;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.saliency.UserException;

/**
 * A method and the folder with its results, {@code NAME=DIR} on the command line.
 *
 * @param name of the method
 * @param folder output of {@code score} or {@code evaluate}
 */
public record NamedResults(String name, String folder) {

  /**
   * Parses {@code NAME=DIR}, split at the first equals sign.
   *
   * @throws UserException when the text is malformed
   */
  public static NamedResults parse(String text) {
    int sign = text.indexOf('=');
    if (sign < 1 || text.substring(0, sign).isBlank() || text.substring(sign + 1).isBlank()) {
      throw UserException.usage(
          "Invalid results '%s': expected NAME=DIR, for example ours=results/ours", text);
    }
    return new NamedResults(text.substring(0, sign).strip(), text.substring(sign + 1).strip());
  }

  /** Throws a {@link UserException} when a name occurs twice. */
  public static void requireDistinct(Collection<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw UserException.usage(
            "Duplicate name '%s' of results: give each a unique name as in NAME=DIR", name);
      }
    }
  }
}
