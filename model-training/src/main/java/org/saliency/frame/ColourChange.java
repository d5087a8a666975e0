package org.saliency.frame;

import java.util.Locale;

/**
 * A change of a frame's brightness, contrast and saturation; the factor 1 changes nothing. For
 * channels in 0..255:
 *
 * <pre>
 * c = contrast * (brightness * channel - 127.5) + 127.5
 * grey = 0.299 red + 0.587 green + 0.114 blue, each as c
 * result = grey + saturation * (c - grey), clamped to 0..255 and rounded
 * </pre>
 *
 * <p>As torchvision's transforms, with two differences: contrast is relative to middle grey instead
 * of the frame's mean, so that all frames of a video change in the same way, and intermediate
 * results are neither clamped nor rounded.
 *
 * @param brightness factor, not negative
 * @param contrast factor, not negative
 * @param saturation factor, not negative; 0 gives grey
 */
public record ColourChange(double brightness, double contrast, double saturation) {

  /** No change. */
  public static final ColourChange NONE = new ColourChange(1, 1, 1);

  private static final double MIDDLE = 127.5;
  private static final double RED = 0.299;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  public ColourChange {
    if (!(brightness >= 0 && contrast >= 0 && saturation >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "brightness %s, contrast %s and saturation %s must not be negative",
              brightness,
              contrast,
              saturation));
    }
  }

  /** The changed frame; the same object for {@link #NONE}. */
  public Frame apply(Frame frame) {
    if (equals(NONE)) {
      return frame;
    }
    double scale = contrast * brightness;
    double offset = MIDDLE * (1 - contrast);
    byte[] rgb = frame.rgb();
    byte[] result = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i += 3) {
      double red = scale * (rgb[i] & 0xff) + offset;
      double green = scale * (rgb[i + 1] & 0xff) + offset;
      double blue = scale * (rgb[i + 2] & 0xff) + offset;
      double grey = RED * red + GREEN * green + BLUE * blue;
      result[i] = toByte(grey + saturation * (red - grey));
      result[i + 1] = toByte(grey + saturation * (green - grey));
      result[i + 2] = toByte(grey + saturation * (blue - grey));
    }
    return new Frame(frame.size(), result);
  }

  private static byte toByte(double value) {
    return (byte) (int) (Math.max(0, Math.min(255, value)) + 0.5);
  }
}
