package org.saliency.storage;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text of files that users write, and names and counts in lines for users. */
public final class Text {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Text() {}

  /**
   * Decodes the content of a file without its byte order mark: UTF-8, or UTF-16 as Windows writes
   * it. UTF-16 without a byte order mark is recognised by an ASCII character at the start.
   */
  public static String decode(byte[] content) {
    String text = new String(content, charset(content));
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** Whether a file's content is UTF-16. */
  public static boolean isUtf16(byte[] content) {
    return charset(content) != StandardCharsets.UTF_8;
  }

  /**
   * A name in a line of text: control characters, such as a line break, as {@code %} and two
   * hexadecimal digits.
   */
  public static String printable(String name) {
    return CONTROL
        .matcher(name)
        .replaceAll(found -> String.format(Locale.ROOT, "%%%02X", (int) found.group().charAt(0)));
  }

  /** A count of things: {@code 1 video}, {@code 1,200 frames}. */
  public static String count(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }

  /** The first of some names, with an ellipsis if there are more. */
  public static String first(Collection<String> names, int most) {
    String first = names.stream().limit(most).collect(Collectors.joining(", "));
    return names.size() <= most ? first : first + ", ...";
  }

  private static Charset charset(byte[] content) {
    if (content.length < 2) {
      return StandardCharsets.UTF_8;
    }
    int start = (content[0] & 0xff) << 8 | content[1] & 0xff;
    if (start == 0xfffe || (start > 0 && (start & 0xff) == 0)) {
      return StandardCharsets.UTF_16LE;
    }
    return start == 0xfeff || (start > 0 && start < 0x100)
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }
}
