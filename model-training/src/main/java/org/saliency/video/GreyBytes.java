package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapRows;
import org.saliency.map.SaliencyMap;

/**
 * Maps of pictures with eight bits of luma and neutral chroma, without a conversion to RGB: what it
 * makes of a luma was looked up once, in a picture of the same kind that holds every luma.
 */
final class GreyBytes implements MapRows {

  private static final byte NEUTRAL = (byte) 128;
  private static final int LUMAS = 256;

  private final AVPixFmtDescriptor format;
  private final Size size;
  private final double[] valueOfLuma;
  private final byte[] luma;

  private GreyBytes(AVPixFmtDescriptor format, Size size, double[] valueOfLuma) {
    this.format = format;
    this.size = size;
    this.valueOfLuma = valueOfLuma;
    this.luma = new byte[size.pixels()];
  }

  /**
   * A converter for pictures like one.
   *
   * @param toRgb converts pictures of this kind
   * @return empty if luma is not a plane of its own, or does not determine the values
   * @throws IllegalStateException when FFmpeg cannot convert such pictures
   */
  static Optional<GreyBytes> like(AVFrame picture, Function<AVFrame, Frame> toRgb) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(picture.format());
    Size size = new Size(picture.width(), picture.height());
    if (!GreySamples.haveLuma(format) || !isPlane(format.comp(0)) || size.pixels() < LUMAS) {
      return Optional.empty();
    }
    AVFrame every = FFmpeg.allocated(av_frame_alloc());
    try {
      every.width(size.width()).height(size.height()).format(picture.format());
      every.colorspace(picture.colorspace()).color_range(picture.color_range());
      FFmpeg.check(av_frame_get_buffer(every, 0), "allocate a frame of " + size);
      fill(every, format);
      return values(SaliencyMap.of(toRgb.apply(every)))
          .map(values -> new GreyBytes(format, size, values));
    } finally {
      av_frame_free(every);
    }
  }

  private static boolean isPlane(AVComponentDescriptor luma) {
    return luma.depth() == Byte.SIZE && luma.step() == 1 && luma.offset() == 0;
  }

  private static void fill(AVFrame picture, AVPixFmtDescriptor format) {
    byte[] row = new byte[picture.width()];
    BytePointer luma = picture.data(0);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        row[x] = (byte) (y * row.length + x);
      }
      luma.position((long) y * picture.linesize(0)).put(row, 0, row.length);
    }
    byte[] neutral = neutralRow(picture, format);
    for (int plane : chroma(format)) {
      BytePointer chroma = picture.data(plane);
      for (int y = 0; y < chromaRows(picture, format); y++) {
        chroma.position((long) y * picture.linesize(plane)).put(neutral, 0, neutral.length);
      }
    }
  }

  /** The values of each luma; empty if equal lumas have different values. */
  private static Optional<double[]> values(SaliencyMap every) {
    double[] values = Arrays.copyOf(every.values(), LUMAS);
    for (int i = 0; i < every.values().length; i++) {
      if (every.values()[i] != values[i % LUMAS]) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /**
   * Takes a picture.
   *
   * @return whether its chroma is neutral everywhere; otherwise there is no map of it here
   */
  boolean take(AVFrame picture) {
    if (!isGrey(picture)) {
      return false;
    }
    BytePointer plane = picture.data(0);
    for (int y = 0; y < size.height(); y++) {
      plane.position((long) y * picture.linesize(0)).get(luma, y * size.width(), size.width());
    }
    return true;
  }

  @Override
  public Size size() {
    return size;
  }

  /** Computes a row of the map of the picture that was taken last. */
  @Override
  public void read(int row, double[] values, int offset) {
    int start = row * size.width();
    for (int x = 0; x < size.width(); x++) {
      values[offset + x] = valueOfLuma[luma[start + x] & 0xff];
    }
  }

  private boolean isGrey(AVFrame picture) {
    byte[] neutral = neutralRow(picture, format);
    byte[] row = new byte[neutral.length];
    for (int plane : chroma(format)) {
      BytePointer chroma = picture.data(plane);
      for (int y = 0; y < chromaRows(picture, format); y++) {
        chroma.position((long) y * picture.linesize(plane)).get(row, 0, row.length);
        if (!Arrays.equals(row, neutral)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The planes of chroma. */
  private static int[] chroma(AVPixFmtDescriptor format) {
    if (GreySamples.haveNoChroma(format)) {
      return new int[0];
    }
    int first = format.comp(1).plane();
    int second = format.comp(2).plane();
    return first == second ? new int[] {first} : new int[] {first, second};
  }

  private static byte[] neutralRow(AVFrame picture, AVPixFmtDescriptor format) {
    if (GreySamples.haveNoChroma(format)) {
      return new byte[0];
    }
    int samples = GreySamples.shifted(picture.width(), format.log2_chroma_w());
    byte[] row = new byte[samples * format.comp(1).step()];
    Arrays.fill(row, NEUTRAL);
    return row;
  }

  private static int chromaRows(AVFrame picture, AVPixFmtDescriptor format) {
    return GreySamples.shifted(picture.height(), format.log2_chroma_h());
  }
}
