package org.saliency.drawing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleToIntFunction;
import java.util.stream.IntStream;
import org.saliency.frame.Frame;
import org.saliency.map.SaliencyMap;

/**
 * Draws saliency maps in a perceptually uniform colour map: matplotlib's "inferno", interpolated
 * linearly between nine of its colours.
 */
public final class HeatMap {

  private static final int[] COLOURS = {
    0x000004, 0x210c4a, 0x57106e, 0x8a226a, 0xbc3754, 0xe45a31, 0xf98e09, 0xf9cb35, 0xfcffa4
  };

  /** Length of the colour tables; a look-up is much faster than interpolating. */
  private static final int STEPS = 1 << 12;

  private static final int[] HEAT = table(HeatMap::colour);
  private static final int[] GREY = table(value -> 0x010101 * (int) Math.round(255 * value));

  private HeatMap() {}

  private static int[] table(DoubleToIntFunction colours) {
    return IntStream.rangeClosed(0, STEPS)
        .map(step -> colours.applyAsInt((double) step / STEPS))
        .toArray();
  }

  /** The map in colours; its highest value gets the brightest colour. An all-zero map is dark. */
  public static Frame of(SaliencyMap map) {
    return painted(map, HEAT);
  }

  /** The map in grey; its highest value is white. An all-zero map is black. */
  public static Frame grey(SaliencyMap map) {
    return painted(map, GREY);
  }

  private static Frame painted(SaliencyMap map, int[] colours) {
    double[] values = map.values();
    double highest = Double.MIN_NORMAL;
    for (double value : values) {
      highest = Math.max(highest, value);
    }
    byte[] rgb = new byte[3 * values.length];
    for (int pixel = 0, to = 0; pixel < values.length; pixel++, to += 3) {
      int colour = colours[(int) (Math.max(0, values[pixel]) / highest * STEPS + 0.5)];
      rgb[to] = (byte) (colour >> 16);
      rgb[to + 1] = (byte) (colour >> 8);
      rgb[to + 2] = (byte) colour;
    }
    return new Frame(map.size(), rgb);
  }

  /**
   * The mean of a heat map and its frame.
   *
   * @throws IllegalArgumentException when their sizes differ
   */
  public static Frame blend(Frame heat, Frame frame) {
    if (!heat.size().equals(frame.size())) {
      throw new IllegalArgumentException(
          "the heat map is " + heat.size() + " but the frame is " + frame.size());
    }
    byte[] above = heat.rgb();
    byte[] below = frame.rgb();
    byte[] rgb = new byte[above.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (((above[i] & 0xff) + (below[i] & 0xff) + 1) >> 1);
    }
    return new Frame(heat.size(), rgb);
  }

  /** The colours from the lowest value to the highest, at equal distances, as {@code #rrggbb}. */
  public static List<String> scale() {
    return Arrays.stream(COLOURS).mapToObj(c -> String.format(Locale.ROOT, "#%06x", c)).toList();
  }

  /** The colour of a value in 0..1, as {@code 0xrrggbb}. */
  public static int colour(double value) {
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
