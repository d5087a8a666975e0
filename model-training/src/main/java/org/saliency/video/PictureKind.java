package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.saliency.frame.Size;

/** The content of a written video, which determines its encoding. Browsers play both kinds. */
public enum PictureKind {
  /**
   * Saliency maps of any size: lossless VP9 in full range, every frame a key frame. Lossless, since
   * the values of a dark map may differ by a single step.
   */
  GREY("libvpx-vp9", 1) {
    @Override
    public Size encodedSize(Size size) {
      return size;
    }

    @Override
    void configure(AVCodecContext encoder) {
      encoder.color_range(AVCOL_RANGE_JPEG).gop_size(1);
    }

    @Override
    Map<String, String> options() {
      return Map.of(
          "lossless", "1",
          "deadline", "realtime",
          "cpu-used", "8",
          "lag-in-frames", "0",
          "auto-alt-ref", "0",
          "aq-mode", "0");
    }

    @Override
    PicturePlanes planes(Size size) {
      return new GreyPlanes(size);
    }
  },

  /**
   * Frames for viewing: H.264 with constant quality (about 44 dB), BT.709 in limited range, a key
   * frame every 60 frames.
   */
  COLOUR("libopenh264", 3) {
    @Override
    public Size encodedSize(Size size) {
      double covered = (double) macroblocks(size.width()) * macroblocks(size.height());
      double scale = Math.min(1, Math.sqrt(MOST_MACROBLOCKS / covered));
      return new Size(encodedSide(scale, size.width()), encodedSide(scale, size.height()));
    }

    @Override
    void configure(AVCodecContext encoder) {
      encoder
          .color_range(AVCOL_RANGE_MPEG)
          .gop_size(KEY_FRAME_DISTANCE)
          .qmin(QUANTISER)
          .qmax(QUANTISER)
          .bit_rate(BIT_RATE);
    }

    @Override
    Map<String, String> options() {
      return Map.of("rc_mode", "quality", "profile", "high");
    }

    @Override
    PicturePlanes planes(Size size) {
      return new ColourPlanes(size, encodedSize(size));
    }
  };

  private static final int MACROBLOCK = 16;
  private static final int MOST_MACROBLOCKS = 36_864; // of H.264's level 5.2
  private static final int KEY_FRAME_DISTANCE = 60;
  private static final int QUANTISER = 20;
  private static final long BIT_RATE = 2_000_000; // required, but unused with a fixed quantiser

  /** Required by encoders; packets get the actual times. */
  private static final int NOMINAL_RATE = 30;

  private final String encoder;
  private final int bytesPerPixel;

  PictureKind(String encoder, int bytesPerPixel) {
    this.encoder = encoder;
    this.bytesPerPixel = bytesPerPixel;
  }

  /** Bytes per pixel for {@link VideoWriter#add}: grey or RGB. */
  public int bytesPerPixel() {
    return bytesPerPixel;
  }

  /**
   * The size of pictures in the file. Maps keep theirs. H.264 requires even sides of at least 16
   * and at most 9.4 million pixels (4096x2304); the aspect ratio is kept apart from this rounding.
   */
  public abstract Size encodedSize(Size size);

  abstract void configure(AVCodecContext encoder);

  abstract Map<String, String> options();

  /** The conversion of pictures to the encoder's frames. */
  abstract PicturePlanes planes(Size size);

  private static int macroblocks(int length) {
    return (length + MACROBLOCK - 1) / MACROBLOCK;
  }

  /** Rounded to even; when shrinking, to whole macroblocks, which H.264 limits. */
  private static int encodedSide(double scale, int length) {
    int side = scale < 1 ? (int) (scale * length / MACROBLOCK) * MACROBLOCK : (length + 1) / 2 * 2;
    return Math.max(MACROBLOCK, side);
  }

  /** Opens a single-threaded encoder, whose time base counts frames; the caller frees it. */
  AVCodecContext open(Size size) {
    FFmpeg.load();
    AVCodec codec = avcodec_find_encoder_by_name(encoder);
    if (codec == null) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "FFmpeg has no encoder %s: use the FFmpeg library of this project",
              encoder));
    }
    Size encoded = encodedSize(size);
    AVCodecContext context = FFmpeg.allocated(avcodec_alloc_context3(codec));
    AVDictionary options = new AVDictionary(null);
    try {
      context
          .width(encoded.width())
          .height(encoded.height())
          .pix_fmt(AV_PIX_FMT_YUV420P)
          .colorspace(AVCOL_SPC_BT709)
          .color_primaries(AVCOL_PRI_BT709)
          .color_trc(AVCOL_TRC_BT709)
          .thread_count(1)
          .flags(AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT);
      context.time_base().num(1).den(NOMINAL_RATE);
      context.framerate().num(NOMINAL_RATE).den(1);
      configure(context);
      options().forEach((key, value) -> av_dict_set(options, key, value, 0));
      FFmpeg.check(
          avcodec_open2(context, codec, options),
          String.format(Locale.ROOT, "open encoder %2$s for pictures of %1$s", size, encoder));
      return context;
    } catch (RuntimeException e) {
      avcodec_free_context(context);
      throw e;
    } finally {
      av_dict_free(options);
    }
  }
}
