package org.saliency.frame;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saliency.UserException;

/**
 * Width and height in pixels, written {@code WIDTHxHEIGHT}.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Size(int width, int height) implements Serializable {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})x(\\d{1,6})");

  public Size {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("size " + width + "x" + height + " has no pixels");
    }
  }

  /**
   * Reads {@code WIDTHxHEIGHT}, as in {@code 384x216}.
   *
   * @throws UserException when the text is no size
   */
  public static Size parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()
        || Integer.parseInt(matcher.group(1)) < 1
        || Integer.parseInt(matcher.group(2)) < 1) {
      throw UserException.usage(
          "'%s' is no size: write WIDTHxHEIGHT in pixels, for example 384x216", text);
    }
    return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Number of pixels. */
  public int pixels() {
    return Math.multiplyExact(width, height);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
