package org.saliency.map;

import org.saliency.UserException;

/**
 * Saliency maps as picture files. Reading what was written gives {@link QuantisedMap#map} to the
 * last bit, and writing what was read at the same depth changes nothing.
 */
public final class MapFile {

  private MapFile() {}

  /**
   * Reads a map: grey PNG of any depth, colour or palette PNG, JPEG. A value is the stored number
   * over the highest of the bit depth (255 or 65535), of a colour picture the mean of red, green
   * and blue; transparency and colour profiles are ignored, the EXIF orientation of a JPEG is
   * applied.
   *
   * @param bytes the whole file
   * @param path names the file in errors
   * @return values in 0..1
   * @throws UserException when the file is empty, truncated, damaged or no PNG or JPEG picture, or
   *     wider or higher than 16384 pixels
   */
  public static SaliencyMap read(byte[] bytes, String path) {
    return PictureFormat.of(bytes, path).read(bytes, path).map();
  }

  /**
   * Writes a map as a grey PNG: values clamped to 0..1 and rounded half up to the depth. The same
   * map gives the same bytes.
   *
   * @throws IllegalArgumentException when a value is not a number
   */
  public static byte[] write(SaliencyMap map, MapDepth depth) {
    return QuantisedMap.of(map, map.size(), depth).png();
  }
}
