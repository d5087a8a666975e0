package org.saliency.spark.storage;

import java.util.Locale;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.saliency.storage.Storage;

/**
 * Names of videos and frames as names of files and folders. What a path cannot hold is written as
 * {@code %} and two hexadecimal digits, as Spark does it; all else stays as it is.
 */
public final class PathNames {

  /** Characters that are escaped anywhere: Hadoop takes a colon for the end of a scheme. */
  private static final String NEVER = ":/\0";

  private PathNames() {}

  /** A file's or folder's name, which is neither hidden nor a way out of its folder. */
  public static String escape(String name) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean hides = i == 0 && Storage.isHidden(name);
      if (NEVER.indexOf(c) >= 0 || hides || c == '%' && isEscape(name, i)) {
        append(c, escaped);
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** The name that {@link #escape} was given. */
  public static String unescape(String escaped) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%' && isEscape(escaped, i)) {
        name.append((char) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        name.append(escaped.charAt(i));
      }
    }
    return name.toString();
  }

  /**
   * A name in the tables, where Spark hides a leading underscore and escapes more characters in the
   * folders of partitions.
   */
  public static String escapeInTables(String name) {
    String escaped = ExternalCatalogUtils.escapePathName(name);
    if (!escaped.startsWith("_") && !escaped.startsWith(".")) {
      return escaped;
    }
    StringBuilder first = new StringBuilder();
    append(escaped.charAt(0), first);
    return first + escaped.substring(1);
  }

  private static void append(char c, StringBuilder escaped) {
    escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
  }

  /** Whether two upper-case hexadecimal digits follow. */
  private static boolean isEscape(String text, int percent) {
    return percent + 2 < text.length()
        && isHexadecimal(text.charAt(percent + 1))
        && isHexadecimal(text.charAt(percent + 2));
  }

  private static boolean isHexadecimal(char c) {
    return c >= '0' && c <= '9' || c >= 'A' && c <= 'F';
  }
}
