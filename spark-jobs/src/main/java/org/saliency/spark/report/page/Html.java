package org.saliency.spark.report.page;

import java.util.Locale;

/** Text as HTML. */
final class Html {

  private Html() {}

  /** Any text, so that it reads as it is in an element or in an attribute in double quotes. */
  static String text(Object value) {
    StringBuilder html = new StringBuilder();
    String.valueOf(value)
        .chars()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append((char) character);
              }
            });
    return html.toString();
  }

  /** A number with three decimals; a dash where there is none. */
  static String number(Double value) {
    return value == null
        ? "<span title=\"not defined\">–</span>"
        : String.format(Locale.ROOT, "%.3f", value).replace('-', '\u2212');
  }

  /** A count of things: {@code 1 video}, {@code 1,200 frames}. */
  static String count(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }
}
