package org.saliency.spark.results;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.saliency.UserException;

/**
 * A method and the folder with its results, written {@code NAME=DIR}.
 *
 * @param name of the method
 * @param folder that {@code score} or {@code evaluate} filled
 */
public record NamedResults(String name, String folder) {

  /**
   * Reads {@code NAME=DIR}; the first equals sign counts.
   *
   * @throws UserException when the text has another form
   */
  public static NamedResults parse(String text) {
    int sign = text.indexOf('=');
    if (sign < 1 || text.substring(0, sign).isBlank() || text.substring(sign + 1).isBlank()) {
      throw UserException.usage(
          "'%s' is no named folder of results: write NAME=DIR, for example ours=results/ours",
          text);
    }
    return new NamedResults(text.substring(0, sign).strip(), text.substring(sign + 1).strip());
  }

  public static void requireDistinct(Collection<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw UserException.usage(
            "two results are named '%s': give each a name of its own, as in NAME=DIR", name);
      }
    }
  }
}
