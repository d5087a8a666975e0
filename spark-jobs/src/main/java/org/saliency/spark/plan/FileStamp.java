package org.saliency.spark.plan;

import java.util.Optional;

/**
 * What changes when a file changes.
 *
 * @param length in bytes
 * @param modified modification time in milliseconds
 */
public record FileStamp(long length, long modified) {

  /** Reads {@code 4711/1700000000000}; empty if the text is. */
  public static Optional<FileStamp> parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : Optional.of(
            new FileStamp(
                Long.parseLong(text.substring(0, slash)),
                Long.parseLong(text.substring(slash + 1))));
  }
}
