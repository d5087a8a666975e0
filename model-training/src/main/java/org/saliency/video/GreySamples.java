package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BAYER;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_FLOAT;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_XYZ;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

/**
 * Luma samples of a picture with 9 to 16 bits, as stored. Black and white follow from the range of
 * the picture: 0 and 2^bits - 1 in full range; 16 and 235, times 2^(bits - 8), in limited range.
 * Where the range is not marked, grey formats have the full and YUV formats the limited range, as
 * everywhere in FFmpeg.
 */
final class GreySamples {

  /** Formats whose first component is not luma in whole numbers. */
  private static final long OTHERS =
      AV_PIX_FMT_FLAG_RGB
          | AV_PIX_FMT_FLAG_PAL
          | AV_PIX_FMT_FLAG_BITSTREAM
          | AV_PIX_FMT_FLAG_FLOAT
          | AV_PIX_FMT_FLAG_XYZ
          | AV_PIX_FMT_FLAG_BAYER
          | AV_PIX_FMT_FLAG_HWACCEL;

  /** How far chroma may be from neutral in a grey picture, in steps of eight bits. */
  private static final int CHROMA_NOISE = 2;

  private static final int BLACK = 16;
  private static final int WHITE = 235;

  private final AVFrame picture;
  private final AVPixFmtDescriptor format; // null if unknown

  private GreySamples(AVFrame picture, AVPixFmtDescriptor format) {
    this.picture = picture;
    this.format = format;
  }

  /** The samples of a picture, which must stay as it is while they are used. */
  static GreySamples of(AVFrame picture) {
    return new GreySamples(picture, av_pix_fmt_desc_get(picture.format()));
  }

  /** Whether the samples of the picture, in any format, have more than eight bits. */
  boolean areDeep() {
    return format != null && format.comp(0).depth() > Byte.SIZE;
  }

  /** Whether the samples are red, green and blue. */
  boolean areRgb() {
    return (format.flags() & AV_PIX_FMT_FLAG_RGB) != 0;
  }

  /** Whether the luma is the whole picture: there is no chroma, or it is neutral everywhere. */
  boolean areGrey() {
    if (!haveLuma(format) || format.comp(0).depth() > Short.SIZE) {
      return false;
    }
    return haveNoChroma(format) || isNeutral(format.comp(1)) && isNeutral(format.comp(2));
  }

  /** Whether the first component of a format is luma in whole numbers. */
  static boolean haveLuma(AVPixFmtDescriptor format) {
    return format != null && (format.flags() & OTHERS) == 0;
  }

  /** Whether a format has luma, and perhaps transparency, alone. */
  static boolean haveNoChroma(AVPixFmtDescriptor format) {
    return format.nb_components() < 3;
  }

  private boolean isNeutral(AVComponentDescriptor chroma) {
    int neutral = 1 << (chroma.depth() - 1);
    int most = CHROMA_NOISE << (chroma.depth() - Byte.SIZE);
    int[] row = new int[shifted(picture.width(), format.log2_chroma_w())];
    int rows = shifted(picture.height(), format.log2_chroma_h());
    for (int y = 0; y < rows; y++) {
      read(chroma, y, row);
      for (int sample : row) {
        if (Math.abs(sample - neutral) > most) {
          return false;
        }
      }
    }
    return true;
  }

  /** The number of samples in a row or column of a chroma plane. */
  static int shifted(int length, int bits) {
    return (length + (1 << bits) - 1) >> bits;
  }

  /** The luma scaled to 0..1 and clamped. */
  SaliencyMap map() {
    AVComponentDescriptor luma = format.comp(0);
    int scale = 1 << (luma.depth() - Byte.SIZE);
    int black = isFullRange() ? 0 : BLACK * scale;
    double range = isFullRange() ? (1 << luma.depth()) - 1 : (WHITE - BLACK) * scale;
    Size size = new Size(picture.width(), picture.height());
    double[] values = new double[size.pixels()];
    int[] row = new int[size.width()];
    for (int y = 0; y < size.height(); y++) {
      read(luma, y, row);
      for (int x = 0; x < row.length; x++) {
        values[y * row.length + x] = Math.min(1, Math.max(0, row[x] - black) / range);
      }
    }
    return new SaliencyMap(size, values);
  }

  private boolean isFullRange() {
    int range = picture.color_range();
    return range == AVCOL_RANGE_JPEG || haveNoChroma(format) && range != AVCOL_RANGE_MPEG;
  }

  private void read(AVComponentDescriptor component, int y, int[] row) {
    byte[] bytes = new byte[component.offset() + (row.length - 1) * component.step() + Short.BYTES];
    BytePointer plane = picture.data(component.plane());
    plane.position((long) y * picture.linesize(component.plane())).get(bytes, 0, bytes.length);
    boolean isBigEndian = (format.flags() & AV_PIX_FMT_FLAG_BE) != 0;
    ByteBuffer samples =
        ByteBuffer.wrap(bytes).order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int mask = (1 << component.depth()) - 1;
    for (int x = 0; x < row.length; x++) {
      int stored = samples.getShort(component.offset() + x * component.step()) & 0xffff;
      row[x] = stored >> component.shift() & mask;
    }
  }
}
