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

/**
 * Turns decoded pictures of any pixel format, range and colour space upright and into RGB, and
 * scales them. It does so by the filters that the {@code ffmpeg} command puts in for {@code
 * -pix_fmt rgb24}. Owns a filter graph, which is made anew when pictures change their kind.
 */
final class RgbConverter implements AutoCloseable {

  private static final String SOURCE = "buffer@in";
  private static final String SINK = "buffersink@out";

  /**
   * The triangle filter, as wide as the factor asks for, with colours of full resolution: against
   * {@link org.saliency.map.Resize#antialiased} of the full picture, 1.2 of 255 on average and 12
   * at most on real clips, where colours of half resolution were up to 43 off.
   */
  private static final String SHRINKING = "bilinear+full_chroma_int+accurate_rnd";

  /** What a filter graph is made for. */
  private record Kind(int width, int height, int format, int colourSpace, int range) {

    static Kind of(AVFrame frame) {
      return new Kind(
          frame.width(), frame.height(), frame.format(), frame.colorspace(), frame.color_range());
    }
  }

  private final Orientation orientation;
  private final Size own;
  private final Optional<Size> size;
  private final AVFrame result = FFmpeg.allocated(av_frame_alloc());
  private Kind kind;
  private AVFilterGraph graph;
  private AVFilterContext source;
  private AVFilterContext sink;

  /**
   * A converter.
   *
   * @param orientation how pictures are turned
   * @param own the size that pictures should have
   * @param scaledTo the size they are scaled to
   */
  RgbConverter(Orientation orientation, Size own, Optional<Size> scaledTo) {
    this.orientation = orientation;
    this.size = scaledTo.filter(target -> !target.equals(own));
    this.own = own;
  }

  /**
   * Converts a picture.
   *
   * @throws IllegalStateException when FFmpeg cannot
   */
  Frame convert(AVFrame picture) {
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

  private Frame copy() {
    Size resultSize = new Size(result.width(), result.height());
    int row = 3 * resultSize.width();
    byte[] rgb = new byte[3 * resultSize.pixels()];
    BytePointer pixels = result.data(0);
    long stride = result.linesize(0);
    if (stride == row) {
      pixels.get(rgb);
    } else {
      for (int y = 0; y < resultSize.height(); y++) {
        pixels.position(y * stride).get(rgb, y * row, row);
      }
    }
    return new Frame(resultSize, rgb);
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
      FFmpeg.check(code, "make the filters for " + next);
    }
    FFmpeg.check(avfilter_graph_config(graph, null), "make the filters for " + next);
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
    // A stream may change its size in the middle; its frames do not.
    Optional<Size> target = size.or(() -> Optional.of(own).filter(o -> !o.equals(upright)));
    filters.add(
        target
            .map(
                to ->
                    String.format(
                        Locale.ROOT, "scale=%d:%d:flags=%s", to.width(), to.height(), SHRINKING))
            .orElse("scale=flags=bicubic"));
    filters.add("format=pix_fmts=rgb24");
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
