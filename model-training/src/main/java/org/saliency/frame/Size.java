package org.saliency.frame;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saliency.UserException;

/**
 * Width and height in pixels; as text, {@code WIDTHxHEIGHT}.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Size(int width, int height) implements Serializable {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})x(\\d{1,6})");

  public Size {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "Invalid size " + width + "x" + height + ": both sides must be at least 1");
    }
  }

  /**
   * Parses {@code WIDTHxHEIGHT}, for example {@code 384x216}.
   *
   * @throws UserException when the text is not a size
   */
  public static Size parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()
        || Integer.parseInt(matcher.group(1)) < 1
        || Integer.parseInt(matcher.group(2)) < 1) {
      throw UserException.usage(
          "Invalid size '%s': expected WIDTHxHEIGHT in pixels, for example 384x216", text);
    }
    return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Number of pixels. */
  public int pixels() {
    return Math.multiplyExact(width, height);
  }

  /**
   * The largest size with the same aspect ratio that fits into a box; at least one pixel a side.
   */
  public Size fitInto(Size box) {
    double scale = Math.min((double) box.width / width, (double) box.height / height);
    return new Size(
        (int) Math.max(1, Math.round(width * scale)),
        (int) Math.max(1, Math.round(height * scale)));
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
