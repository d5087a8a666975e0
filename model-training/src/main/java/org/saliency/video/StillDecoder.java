package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Decodes an image file with FFmpeg; any damage that the decoder detects is an error. */
final class StillDecoder implements AutoCloseable {

  private final AVCodec decoder;
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private final Size expected;

  private StillDecoder(int codec, Size size, Optional<Size> shrunkTo) {
    FFmpeg.load();
    decoder = FFmpeg.allocated(avcodec_find_decoder(codec));
    context = FFmpeg.allocated(avcodec_alloc_context3(decoder));
    packet = FFmpeg.allocated(av_packet_alloc());
    frame = FFmpeg.allocated(av_frame_alloc());
    context.thread_count(1);
    context.max_pixels(VideoDecoder.MOST_PIXELS);
    context.err_recognition(AV_EF_EXPLODE | AV_EF_CRCCHECK);
    int halvings = shrunkTo.map(target -> halvings(size, target, decoder.max_lowres())).orElse(0);
    context.lowres(halvings);
    expected = new Size(size.width() >> halvings, size.height() >> halvings);
  }

  /**
   * How many times an image may be halved while decoding. Sides must stay whole, also with
   * half-resolution chroma, and at least twice the target, so that the final filter hides the
   * difference (0.3 of 255 on average).
   *
   * @param most supported by the decoder
   */
  static int halvings(Size size, Size target, int most) {
    int halvings = 0;
    int divisor = 2;
    while (halvings < most
        && size.width() % (2 * divisor) == 0
        && size.height() % (2 * divisor) == 0
        && size.width() / divisor >= 2 * target.width()
        && size.height() / divisor >= 2 * target.height()) {
      halvings++;
      divisor *= 2;
    }
    return halvings;
  }

  /**
   * Decodes a file.
   *
   * @param codec FFmpeg's codec ID
   * @param size according to the header
   * @param shrunkTo size that the caller scales to; a much larger JPEG is decoded at a half, a
   *     quarter or an eighth of its size
   * @throws IOException when the file is damaged
   */
  static Frame decode(int codec, byte[] bytes, Size size, Optional<Size> shrunkTo)
      throws IOException {
    try (StillDecoder decoder = new StillDecoder(codec, size, shrunkTo)) {
      decoder.decode(bytes);
      Size decoded = new Size(decoder.frame.width(), decoder.frame.height());
      if (!decoded.equals(decoder.expected)) {
        throw new IOException("the header says " + size + ", but the image is " + decoded);
      }
      Orientation asStored = new Orientation(List.of(), false, List.of(0, 0, 0, 0));
      try (RgbConverter converter = RgbConverter.ofBytes(asStored, decoded, Optional.empty())) {
        return converter.convert(decoder.frame);
      }
    }
  }

  private void decode(byte[] bytes) throws IOException {
    FFmpeg.check(avcodec_open2(context, decoder, (AVDictionary) null), "open a decoder");
    FFmpeg.check(av_new_packet(packet, bytes.length), "allocate a packet");
    packet.data().put(bytes);
    int code = avcodec_send_packet(context, packet);
    if (code >= 0) {
      code = avcodec_send_packet(context, null);
    }
    if (code >= 0) {
      code = avcodec_receive_frame(context, frame);
    }
    if (code < 0) {
      throw new IOException(FFmpeg.message(code));
    }
    if (frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
      throw new IOException("parts cannot be decoded");
    }
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
