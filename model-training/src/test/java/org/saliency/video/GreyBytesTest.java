package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/** Maps in pictures with eight bits per sample equal those of their conversion to RGB. */
class GreyBytesTest {

  private static final Orientation UPRIGHT = Orientation.of(new int[0], new int[0]);
  private static final byte NEUTRAL = (byte) 128;

  private final Random random = new Random(7);
  private AVFrame picture;

  @AfterEach
  void free() {
    av_frame_free(picture);
  }

  /** A picture of random luma, whose other planes are neutral. */
  private void create(String format, Size size, int range, int colourSpace) {
    FFmpeg.load();
    picture = av_frame_alloc();
    picture.width(size.width()).height(size.height()).format(av_get_pix_fmt(format));
    picture.color_range(range).colorspace(colourSpace);
    FFmpeg.check(av_frame_get_buffer(picture, 0), "allocate");
    for (int plane = 0; plane < 4 && picture.data(plane) != null; plane++) {
      int rows = plane == 0 ? size.height() : (size.height() + 1) / 2;
      byte[] bytes = new byte[picture.linesize(plane) * rows];
      random.nextBytes(bytes);
      if (plane > 0) {
        Arrays.fill(bytes, NEUTRAL);
      }
      picture.data(plane).put(bytes, 0, bytes.length);
    }
  }

  private static Size size(AVFrame picture) {
    return new Size(picture.width(), picture.height());
  }

  private SaliencyMap converted(Optional<Size> scaledTo) {
    try (MapConverter converter = new MapConverter(UPRIGHT, size(picture), scaledTo)) {
      return converter.convert(picture);
    }
  }

  private SaliencyMap fromRgb() {
    try (RgbConverter rgb = RgbConverter.ofBytes(UPRIGHT, size(picture), Optional.empty())) {
      return SaliencyMap.of(rgb.convert(picture));
    }
  }

  private Optional<GreyBytes> greyBytes() {
    try (RgbConverter rgb = RgbConverter.ofBytes(UPRIGHT, size(picture), Optional.empty())) {
      return GreyBytes.like(picture, rgb::convert);
    }
  }

  private static void assertEqual(SaliencyMap map, SaliencyMap expected) {
    assertThat(map.size()).isEqualTo(expected.size());
    assertThat(Arrays.mismatch(map.values(), expected.values())).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "yuv420p, 1280x720",
    "yuv420p, 320x180",
    "yuv420p, 318x178",
    "yuv420p, 37x23",
    "yuvj420p, 64x36",
    "nv12, 64x36",
    "nv21, 64x36",
    "gray, 64x36",
    "gray, 37x23",
  })
  void valuesAreThoseOfTheConversion(String format, Size size) {
    for (int range : new int[] {AVCOL_RANGE_UNSPECIFIED, AVCOL_RANGE_MPEG, AVCOL_RANGE_JPEG}) {
      for (int colours : new int[] {AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_BT709}) {
        create(format, size, range, colours);

        assertThat(greyBytes()).isPresent();
        assertEqual(converted(Optional.empty()), fromRgb());
      }
    }
  }

  @Test
  void aSmallerMapIsTheResizedOne() {
    create("yuv420p", new Size(320, 180), AVCOL_RANGE_MPEG, AVCOL_SPC_BT709);

    for (Size smaller : new Size[] {new Size(32, 18), new Size(50, 180), new Size(320, 44)}) {
      assertEqual(converted(Optional.of(smaller)), Resize.antialiased(fromRgb(), smaller));
    }
  }

  @ParameterizedTest
  @CsvSource({"yuv420p, 1", "yuv420p, 2", "nv12, 1"})
  void oneColouredSampleChangesTheMap(String format, int plane) {
    create(format, new Size(64, 36), AVCOL_RANGE_MPEG, AVCOL_SPC_BT709);
    SaliencyMap grey = fromRgb();
    BytePointer chroma = picture.data(plane);
    chroma.put(17L * picture.linesize(plane) + 31, (byte) 255);

    SaliencyMap map = converted(Optional.empty());

    assertEqual(map, fromRgb());
    assertThat(IntStream.range(0, map.values().length))
        .anyMatch(i -> map.values()[i] != grey.values()[i]);
  }

  @ParameterizedTest
  @CsvSource({"rgb24", "bgr0", "pal8", "yuyv422", "ya8", "monow", "yuv420p10le", "gray12le"})
  void formatsWithoutAPlaneOfEightBitLumaAreNotTaken(String format) {
    create(format, new Size(64, 36), AVCOL_RANGE_MPEG, AVCOL_SPC_UNSPECIFIED);

    assertThat(greyBytes()).isEmpty();
  }
}
