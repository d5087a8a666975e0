package org.saliency.video;

import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * Converts decoded pictures to saliency maps.
 *
 * <ul>
 *   <li>Eight bits per sample: the mean of red, green and blue after FFmpeg's conversion to RGB,
 *       which is not carried out for grey pictures (see {@link GreyBytes}).
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
  private final Size size;
  private final RgbConverter bytes;
  private final RgbConverter shorts;
  private RgbConverter.Kind kind; // of the converter for grey pictures
  private Optional<GreyBytes> greys = Optional.empty();

  /**
   * A converter.
   *
   * @param own displayed size of the pictures
   * @param scaledTo size that maps are scaled to with {@link Resize#antialiased}; empty for their
   *     own
   */
  MapConverter(Orientation orientation, Size own, Optional<Size> scaledTo) {
    this.orientation = orientation;
    this.own = own;
    this.size = scaledTo.orElse(own);
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
    boolean isStoredAsShown =
        orientation.filters().isEmpty()
            && picture.width() == own.width()
            && picture.height() == own.height();
    GreySamples samples = GreySamples.of(picture);
    if (samples.areDeep()) {
      return Resize.antialiased(
          isStoredAsShown && samples.areGrey()
              ? samples.map()
              : shorts.convertToMap(picture, samples.areRgb() ? WHITE_OF_RGB : WHITE_OF_YUV),
          size);
    }
    Optional<GreyBytes> grey = isStoredAsShown ? grey(picture) : Optional.empty();
    return grey.map(rows -> Resize.antialiased(rows, size))
        .orElseGet(() -> Resize.antialiased(SaliencyMap.of(bytes.convert(picture)), size));
  }

  private Optional<GreyBytes> grey(AVFrame picture) {
    RgbConverter.Kind next = RgbConverter.Kind.of(picture);
    if (!next.equals(kind)) {
      greys = GreyBytes.like(picture, bytes::convert);
      kind = next;
    }
    return greys.filter(converter -> converter.take(picture));
  }

  @Override
  public void close() {
    bytes.close();
    shorts.close();
  }
}
