package org.saliency.map;

import org.saliency.UserException;

/**
 * Saliency maps as image files. Reading a written map gives {@link QuantisedMap#map} to the last
 * bit; writing a map that was read gives the same values at the same depth.
 */
public final class MapFile {

  private MapFile() {}

  /**
   * Reads a map from a greyscale PNG of any depth, a colour or palette PNG, or a JPEG. A value is
   * the stored sample divided by the maximum of the bit depth, in colour images the mean of red,
   * green and blue. Transparency and colour profiles are ignored.
   *
   * @param bytes the whole file
   * @param path for error messages
   * @return values in 0..1
   * @throws UserException when the file is empty, truncated, damaged, not a PNG or JPEG image, or
   *     wider or higher than 16384 pixels
   */
  public static SaliencyMap read(byte[] bytes, String path) {
    return PictureFormat.of(bytes, path).read(bytes, path).map();
  }

  /**
   * Encodes a map as a greyscale PNG: values are clamped to 0..1 and rounded half up. The same map
   * gives the same bytes.
   *
   * @throws IllegalArgumentException when a value is NaN
   */
  public static byte[] write(SaliencyMap map, MapDepth depth) {
    return QuantisedMap.of(map, map.size(), depth).png();
  }
}
