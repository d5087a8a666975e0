package org.saliency.dataset.synthetic;

import java.awt.Color;
import java.util.Random;

/** A colour in RGB, each channel 0..255. */
record Colour(int red, int green, int blue) {

  static final Colour WHITE = new Colour(255, 255, 255);
  static final Colour BLACK = new Colour(0, 0, 0);

  /** Saturated red, orange or yellow, for attractive objects. */
  static Colour warm(Random random) {
    return of(
        Draw.between(random, -0.03, 0.13),
        Draw.between(random, 0.85, 1),
        Draw.between(random, 0.85, 1));
  }

  /** Green, blue or violet of medium saturation. */
  static Colour cool(Random random) {
    return of(
        Draw.between(random, 0.25, 0.8),
        Draw.between(random, 0.2, 0.65),
        Draw.between(random, 0.25, 0.9));
  }

  /** Any hue, but pale. */
  static Colour pale(Random random) {
    return of(random.nextDouble(), Draw.between(random, 0, 0.35), Draw.between(random, 0.15, 0.85));
  }

  /** Interpolates from this colour (share 0) to another (share 1). */
  Colour towards(Colour other, double share) {
    return new Colour(
        blend(red, other.red, share),
        blend(green, other.green, share),
        blend(blue, other.blue, share));
  }

  /** Blends this colour into a pixel with a share of 0..1. */
  void paint(byte[] rgb, int pixel, double share) {
    rgb[3 * pixel] = (byte) blend(rgb[3 * pixel] & 0xff, red, share);
    rgb[3 * pixel + 1] = (byte) blend(rgb[3 * pixel + 1] & 0xff, green, share);
    rgb[3 * pixel + 2] = (byte) blend(rgb[3 * pixel + 2] & 0xff, blue, share);
  }

  private static Colour of(double hue, double saturation, double brightness) {
    int rgb = Color.HSBtoRGB((float) hue, (float) saturation, (float) brightness);
    return new Colour(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
  }

  private static int blend(int from, int to, double share) {
    return (int) (from + (to - from) * share + 0.5);
  }
}
