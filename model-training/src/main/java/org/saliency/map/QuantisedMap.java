package org.saliency.map;

import org.saliency.frame.Size;

/**
 * A saliency map in the steps that a file holds: what is written, and what is measured as written.
 */
public final class QuantisedMap {

  private final Size size;
  private final MapDepth depth;
  private final char[] steps;

  private QuantisedMap(Size size, MapDepth depth, char[] steps) {
    this.size = size;
    this.depth = depth;
    this.steps = steps;
  }

  /**
   * A map as a file of some size and depth holds it: resized as by {@link Resize#bilinear}, clamped
   * to 0..1 and rounded half up.
   *
   * @throws IllegalArgumentException when a value is not a number
   */
  public static QuantisedMap of(SaliencyMap map, Size size, MapDepth depth) {
    char[] steps = new char[size.pixels()];
    Resize.bilinear(map, size, (row, values) -> depth.quantise(row, values, steps));
    return new QuantisedMap(size, depth, steps);
  }

  /** The map that {@link MapFile#read} gives for {@link #png}. */
  public SaliencyMap map() {
    double highest = depth.highest();
    double[] values = new double[steps.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = steps[i] / highest;
    }
    return new SaliencyMap(size, values);
  }

  /** The values at 8 bits, a byte each: what a saliency video holds. */
  public byte[] greys() {
    int shift = depth.bits() - Byte.SIZE;
    byte[] greys = new byte[steps.length];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = (byte) (steps[i] >> shift);
    }
    return greys;
  }

  /** A grey PNG file; the same map gives the same bytes. */
  public byte[] png() {
    return GreyPng.encode(size, depth, steps);
  }
}
