package org.saliency.video;

import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

/**
 * Converts decoded pictures to saliency maps.
 *
 * <ul>
 *   <li>Eight bits per sample: the mean of red, green and blue after FFmpeg's conversion to RGB.
 *   <li>More, in grey or with neutral chroma, upright: the stored luma over its range, exactly (see
 *       {@link GreySamples}).
 *   <li>More, in colour or rotated: the mean of red, green and blue after the conversion to RGB
 *       with 16 bits.
 * </ul>
 */
final class MapConverter implements AutoCloseable {

  private static final int WHITE_OF_RGB = 65535;

  /** FFmpeg's conversion keeps the scale of eight bits: 255 times 256. */
  private static final int WHITE_OF_YUV = 65280;

  private final Orientation orientation;
  private final Size own;
  private final RgbConverter bytes;
  private final RgbConverter shorts;

  /**
   * A converter.
   *
   * @param own displayed size of the pictures
   */
  MapConverter(Orientation orientation, Size own) {
    this.orientation = orientation;
    this.own = own;
    this.bytes = RgbConverter.ofBytes(orientation, own, Optional.empty());
    this.shorts = RgbConverter.ofShorts(orientation, own);
  }

  /**
   * Converts a picture.
   *
   * @return values in 0..1
   * @throws IllegalStateException when FFmpeg cannot
   */
  SaliencyMap convert(AVFrame picture) {
    GreySamples samples = GreySamples.of(picture);
    if (!samples.areDeep()) {
      return SaliencyMap.of(bytes.convert(picture));
    }
    boolean isStoredAsShown =
        orientation.filters().isEmpty()
            && picture.width() == own.width()
            && picture.height() == own.height();
    return isStoredAsShown && samples.areGrey()
        ? samples.map()
        : shorts.convertToMap(picture, samples.areRgb() ? WHITE_OF_RGB : WHITE_OF_YUV);
  }

  @Override
  public void close() {
    bytes.close();
    shorts.close();
  }
}
