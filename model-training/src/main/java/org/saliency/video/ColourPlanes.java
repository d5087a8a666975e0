package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.saliency.frame.Size;

/** Converts RGB to BT.709 in limited range, and scales if the sizes differ. */
final class ColourPlanes implements PicturePlanes {

  private static final int ONE = 1 << 16;

  private final Size size;
  private final AVFrame rgb;
  private final SwsContext scaler;

  ColourPlanes(Size size, Size encoded) {
    this.size = size;
    rgb =
        FFmpeg.allocated(av_frame_alloc())
            .width(size.width())
            .height(size.height())
            .format(AV_PIX_FMT_RGB24);
    scaler =
        sws_getContext(
            size.width(),
            size.height(),
            AV_PIX_FMT_RGB24,
            encoded.width(),
            encoded.height(),
            AV_PIX_FMT_YUV420P,
            SWS_BILINEAR | SWS_ACCURATE_RND,
            null,
            null,
            (DoublePointer) null);
    FFmpeg.allocated(scaler);
    FFmpeg.check(av_frame_get_buffer(rgb, 1), "allocate a frame of " + size);
    sws_setColorspaceDetails(
        scaler,
        sws_getCoefficients(SWS_CS_ITU709),
        /* srcRange= */ 1,
        sws_getCoefficients(SWS_CS_ITU709),
        /* dstRange= */ 0,
        /* brightness= */ 0,
        /* contrast= */ ONE,
        /* saturation= */ ONE);
  }

  @Override
  public void fill(byte[] pixels, AVFrame frame) {
    int stride = rgb.linesize(0);
    if (stride == 3 * size.width()) {
      rgb.data(0).put(pixels, 0, pixels.length);
    } else {
      for (int row = 0; row < size.height(); row++) {
        rgb.data(0)
            .position((long) row * stride)
            .put(pixels, row * 3 * size.width(), 3 * size.width());
      }
    }
    FFmpeg.check(
        sws_scale(
            scaler, rgb.data(), rgb.linesize(), 0, size.height(), frame.data(), frame.linesize()),
        "convert a frame of " + size);
  }

  @Override
  public void close() {
    av_frame_free(rgb);
    sws_freeContext(scaler);
  }
}
