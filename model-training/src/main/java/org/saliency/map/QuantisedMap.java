package org.saliency.map;

import org.saliency.frame.Size;
import org.saliency.png.GreyPng;

/**
 * A saliency map quantised to a file's bit depth, so that metrics of the map and of its file agree.
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
   * Resizes a map with {@link Resize#bilinear}, clamps it to 0..1 and rounds half up.
   *
   * @throws IllegalArgumentException when a value is NaN
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

  /**
   * The density of a map in 16 bits without zeros: the map is resized with {@link Resize#bilinear}
   * and divided by its highest value, so that the peak is 65535, and rounded half up, but to no
   * less than 1. Divided by their sum, the steps are a probability of at least 1/65535 of the
   * highest one in every pixel. A map without a value above 0 gives the same step everywhere.
   *
   * @throws IllegalArgumentException when a value is NaN
   */
  public static QuantisedMap density(SaliencyMap map, Size size) {
    MapDepth depth = MapDepth.SIXTEEN_BITS;
    double[] values = Resize.bilinear(map, size).values();
    double highest = 0;
    for (double value : values) {
      highest = Math.max(highest, value); // NaN stays
    }
    double scale = highest > 0 ? highest : 1;
    byte[] samples = new byte[depth.bytes() * values.length];
    for (int i = 0; i < values.length; i++) {
      int row = i / size.width();
      int step = MapDepth.step(values[i] / scale, depth.highest(), row, i % size.width());
      int written = Math.max(1, step);
      samples[2 * i] = (byte) (written >> Byte.SIZE);
      samples[2 * i + 1] = (byte) written;
    }
    return new QuantisedMap(size, depth, samples);
  }

  /** The map that {@link MapFile#read} reads from {@link #png}. */
  public SaliencyMap map() {
    return depth.picture(size, samples).map();
  }

  /** The values in 8 bits, as stored in saliency videos. */
  public byte[] greys() {
    byte[] greys = new byte[size.pixels()];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = samples[i * depth.bytes()];
    }
    return greys;
  }

  /** A greyscale PNG file; the same map gives the same bytes. */
  public byte[] png() {
    return GreyPng.encode(size, depth.bits(), samples);
  }
}
