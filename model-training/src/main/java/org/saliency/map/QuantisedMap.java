package org.saliency.map;

import org.saliency.frame.Size;
import org.saliency.png.GreyPng;

/**
 * A saliency map in the steps that a file holds: what is written, and what is measured as written.
 */
public final class QuantisedMap {

  private final Size size;
  private final MapDepth depth;
  private final byte[] samples;

  private QuantisedMap(Size size, MapDepth depth, byte[] samples) {
    this.size = size;
    this.depth = depth;
    this.samples = samples;
  }

  /**
   * A map as a file of some size and depth holds it: resized as by {@link Resize#bilinear}, clamped
   * to 0..1 and rounded half up.
   *
   * @throws IllegalArgumentException when a value is not a number
   */
  public static QuantisedMap of(SaliencyMap map, Size size, MapDepth depth) {
    byte[] samples = new byte[depth.bytes() * size.pixels()];
    if (depth == MapDepth.EIGHT_BITS && !map.size().equals(size)) {
      Resize.bilinearSteps(map, size, samples);
    } else {
      Resize.bilinear(map, size, (row, values) -> depth.quantise(row, values, samples));
    }
    return new QuantisedMap(size, depth, samples);
  }

  /** The map that {@link MapFile#read} gives for {@link #png}. */
  public SaliencyMap map() {
    return depth.picture(size, samples).map();
  }

  /** The values at 8 bits, a byte each: what a saliency video holds. */
  public byte[] greys() {
    byte[] greys = new byte[size.pixels()];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = samples[i * depth.bytes()];
    }
    return greys;
  }

  /** A grey PNG file; the same map gives the same bytes. */
  public byte[] png() {
    return GreyPng.encode(size, depth.bits(), samples);
  }
}
