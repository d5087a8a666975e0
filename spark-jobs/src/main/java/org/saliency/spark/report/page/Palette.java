package org.saliency.spark.report.page;

import java.awt.Color;
import java.util.Locale;

/** Colours of methods in charts and tables: Paul Tol's "bright" and "muted" schemes. */
final class Palette {

  private static final int[] COLOURS = {
    0x4477aa, 0xee6677, 0x228833, 0xccbb44, 0x66ccee, 0xaa3377, 0x999933, 0x332288, 0xddcc77,
    0x117733
  };

  private Palette() {}

  /** The colour of a method by its index on the page; after ten, colours repeat darker. */
  static Color colour(int method) {
    Color colour = new Color(COLOURS[method % COLOURS.length]);
    for (int round = 0; round < method / COLOURS.length; round++) {
      colour = colour.darker();
    }
    return colour;
  }

  /** The same as {@code #rrggbb}. */
  static String code(int method) {
    return String.format(Locale.ROOT, "#%06x", colour(method).getRGB() & 0xffffff);
  }
}
