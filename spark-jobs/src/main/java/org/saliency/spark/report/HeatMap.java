package org.saliency.spark.report;

import java.util.Arrays;
import java.util.List;
import org.saliency.frame.Frame;
import org.saliency.map.SaliencyMap;

/**
 * Shows a saliency map in colours whose lightness rises evenly with the value: matplotlib's
 * "inferno", linear between nine of its colours.
 */
final class HeatMap {

  private static final int[] COLOURS = {
    0x000004, 0x210c4a, 0x57106e, 0x8a226a, 0xbc3754, 0xe45a31, 0xf98e09, 0xf9cb35, 0xfcffa4
  };

  private HeatMap() {}

  /** The map in colours, its highest value in the brightest; an empty map is dark. */
  static Frame of(SaliencyMap map) {
    double highest = Math.max(Arrays.stream(map.values()).max().orElse(0), Double.MIN_NORMAL);
    byte[] rgb = new byte[3 * map.size().pixels()];
    for (int pixel = 0; pixel < map.size().pixels(); pixel++) {
      int colour = colour(Math.max(0, map.values()[pixel]) / highest);
      rgb[3 * pixel] = (byte) (colour >> 16);
      rgb[3 * pixel + 1] = (byte) (colour >> 8);
      rgb[3 * pixel + 2] = (byte) colour;
    }
    return new Frame(map.size(), rgb);
  }

  /** Both at half strength. */
  static Frame blend(Frame heat, Frame frame) {
    byte[] rgb = new byte[heat.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (((heat.rgb()[i] & 0xff) + (frame.rgb()[i] & 0xff) + 1) / 2);
    }
    return new Frame(heat.size(), rgb);
  }

  /** The colours from the lowest value to the highest, evenly spaced, as {@code #rrggbb}. */
  static List<String> scale() {
    return Arrays.stream(COLOURS).mapToObj("#%06x"::formatted).toList();
  }

  /** The colour of a value in 0..1, as {@code 0xrrggbb}. */
  static int colour(double value) {
    double place = value * (COLOURS.length - 1);
    int below = Math.min((int) place, COLOURS.length - 2);
    double share = place - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = COLOURS[below] >> shift & 0xff;
      int to = COLOURS[below + 1] >> shift & 0xff;
      colour |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return colour;
  }
}
