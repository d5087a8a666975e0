package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_PUSH;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_get_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse2;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

/**
 * Rotates decoded pictures of any pixel format, range and colour space, converts them to RGB and
 * scales them, with the filters that the {@code ffmpeg} command inserts for {@code -pix_fmt rgb24}
 * or {@code rgb48le}. Owns a filter graph, which is rebuilt when the format of the pictures
 * changes.
 */
final class RgbConverter implements AutoCloseable {

  private static final String SOURCE = "buffer@in";
  private static final String SINK = "buffersink@out";

  /**
   * A triangle filter whose support grows with the factor, with full-resolution chroma. It differs
   * from {@link org.saliency.map.Resize#antialiased} by 1.2 of 255 on average and at most 12 on
   * real clips; with half-resolution chroma it was up to 43.
   */
  private static final String SHRINKING = "bilinear+full_chroma_int+accurate_rnd";

  /** What the conversion of a picture depends on. */
  record Kind(int width, int height, int format, int colourSpace, int range) {

    static Kind of(AVFrame frame) {
      return new Kind(
          frame.width(), frame.height(), frame.format(), frame.colorspace(), frame.color_range());
    }
  }

  /** The format of the converted pictures. */
  private record Target(String pixelFormat, int bytesPerSample, String flags) {}

  private static final Target BYTES = new Target("rgb24", 1, "bicubic");
  private static final Target SHORTS =
      new Target("rgb48le", 2, "bicubic+full_chroma_int+accurate_rnd");

  private record Pixels(Size size, byte[] bytes) {}

  private final Target target;
  private final Orientation orientation;
  private final Size own;
  private final Optional<Size> size;
  private final AVFrame result = FFmpeg.allocated(av_frame_alloc());
  private Kind kind;
  private AVFilterGraph graph;
  private AVFilterContext source;
  private AVFilterContext sink;

  /**
   * A converter to eight bits per sample.
   *
   * @param own displayed size of the pictures
   * @param scaledTo size that they are scaled to; empty for their own
   */
  static RgbConverter ofBytes(Orientation orientation, Size own, Optional<Size> scaledTo) {
    return new RgbConverter(BYTES, orientation, own, scaledTo);
  }

  /** A converter to 16 bits per sample. */
  static RgbConverter ofShorts(Orientation orientation, Size own) {
    return new RgbConverter(SHORTS, orientation, own, Optional.empty());
  }

  private RgbConverter(Target target, Orientation orientation, Size own, Optional<Size> scaledTo) {
    this.target = target;
    this.orientation = orientation;
    this.size = scaledTo.filter(other -> !other.equals(own));
    this.own = own;
  }

  /**
   * Converts a picture to eight bits.
   *
   * @throws IllegalStateException when FFmpeg cannot
   */
  Frame convert(AVFrame picture) {
    Pixels pixels = pixels(picture);
    return new Frame(pixels.size, pixels.bytes);
  }

  /**
   * Converts a picture to 16 bits.
   *
   * @param white what white is converted to
   * @return the mean of red, green and blue divided by white, at most 1
   * @throws IllegalStateException when FFmpeg cannot
   */
  SaliencyMap convertToMap(AVFrame picture, int white) {
    Pixels pixels = pixels(picture);
    ShortBuffer rgb = ByteBuffer.wrap(pixels.bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    double[] values = new double[pixels.size.pixels()];
    for (int i = 0, from = 0; i < values.length; i++, from += 3) {
      int sum =
          (rgb.get(from) & 0xffff) + (rgb.get(from + 1) & 0xffff) + (rgb.get(from + 2) & 0xffff);
      values[i] = Math.min(1, sum / (3.0 * white));
    }
    return new SaliencyMap(pixels.size, values);
  }

  private Pixels pixels(AVFrame picture) {
    if (!Kind.of(picture).equals(kind)) {
      configure(Kind.of(picture));
    }
    int flags = AV_BUFFERSRC_FLAG_PUSH | AV_BUFFERSRC_FLAG_KEEP_REF;
    FFmpeg.check(av_buffersrc_add_frame_flags(source, picture, flags), "take a frame");
    FFmpeg.check(av_buffersink_get_frame(sink, result), "convert a frame");
    try {
      return copy();
    } finally {
      av_frame_unref(result);
    }
  }

  private Pixels copy() {
    Size resultSize = new Size(result.width(), result.height());
    int row = 3 * target.bytesPerSample * resultSize.width();
    byte[] rgb = new byte[row * resultSize.height()];
    BytePointer pixels = result.data(0);
    long stride = result.linesize(0);
    if (stride == row) {
      pixels.get(rgb);
    } else {
      for (int y = 0; y < resultSize.height(); y++) {
        pixels.position(y * stride).get(rgb, y * row, row);
      }
    }
    return new Pixels(resultSize, rgb);
  }

  private void configure(Kind next) {
    free();
    graph = FFmpeg.allocated(avfilter_graph_alloc());
    graph.nb_threads(1);
    try (AVFilterInOut inputs = new AVFilterInOut(null);
        AVFilterInOut outputs = new AVFilterInOut(null)) {
      int code = avfilter_graph_parse2(graph, description(next), inputs, outputs);
      avfilter_inout_free(inputs);
      avfilter_inout_free(outputs);
      FFmpeg.check(code, "create filters for " + next);
    }
    FFmpeg.check(avfilter_graph_config(graph, null), "create filters for " + next);
    source = avfilter_graph_get_filter(graph, SOURCE);
    sink = avfilter_graph_get_filter(graph, SINK);
    kind = next;
  }

  private String description(Kind next) {
    List<String> filters = new ArrayList<>();
    filters.add(
        SOURCE
            + String.format(
                Locale.ROOT,
                "=video_size=%dx%d:pix_fmt=%d:colorspace=%d:range=%d:time_base=1/1",
                next.width,
                next.height,
                next.format,
                next.colourSpace,
                next.range));
    filters.addAll(orientation.filters());
    Size upright = orientation.shown(new Size(next.width, next.height));
    // A stream may change its size; its frames are scaled to the first one.
    Optional<Size> scaled = size.or(() -> Optional.of(own).filter(o -> !o.equals(upright)));
    filters.add(
        scaled
            .map(
                to ->
                    String.format(
                        Locale.ROOT, "scale=%d:%d:flags=%s", to.width(), to.height(), SHRINKING))
            .orElse("scale=flags=" + target.flags));
    filters.add("format=pix_fmts=" + target.pixelFormat);
    filters.add(SINK);
    return String.join(",", filters);
  }

  private void free() {
    kind = null;
    if (graph != null) {
      avfilter_graph_free(graph);
      graph = null;
    }
  }

  @Override
  public void close() {
    free();
    av_frame_free(result);
  }
}
