package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_COPY_OPAQUE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;
import org.saliency.UserException;

/**
 * Decodes packets to frames, which carry the labels of their packets. Packets that cannot be
 * decoded are skipped. Owns FFmpeg's decoder, a packet and a frame.
 */
final class VideoDecoder implements AutoCloseable {

  /** Coded frames may be slightly larger than displayed. */
  static final long MOST_PIXELS = (ImageFile.LONGEST_SIDE + 128L) * (ImageFile.LONGEST_SIDE + 128L);

  /** Prevents an endless loop if the decoder only returns errors. */
  private static final int MOST_ERRORS_IN_ROW = 1000;

  /** A source of packets. */
  interface Packets {
    /**
     * Reads the next packet.
     *
     * @return false after the last
     */
    boolean read(AVPacket packet);

    /** The label for the frame of the packet that was just read. */
    long label(AVPacket packet);
  }

  private final AVCodecContext context;
  private final AVPacket packet = FFmpeg.allocated(av_packet_alloc());
  private final AVFrame frame = FFmpeg.allocated(av_frame_alloc());
  private boolean isAtEnd;
  private int errorsInRow;
  private String lastError = "";

  private VideoDecoder(AVCodecContext context) {
    this.context = context;
  }

  /**
   * Opens the decoder of a stream.
   *
   * @param threads number of decoding threads
   * @throws UserException when there is none for its codec
   */
  static VideoDecoder open(VideoFile file, int threads) {
    AVCodecParameters parameters = file.stream().codecpar();
    AVCodec codec = find(parameters.codec_id());
    if (codec == null) {
      throw UserException.input(
          "there is no decoder for the codec of video %s, %s: convert it to H.264, HEVC, VP9, AV1,"
              + " MPEG-4 or MJPEG",
          file.path(), file.codec());
    }
    AVCodecContext context = FFmpeg.allocated(avcodec_alloc_context3(codec));
    VideoDecoder decoder = new VideoDecoder(context);
    int code = avcodec_parameters_to_context(context, parameters);
    if (code >= 0) {
      context.pkt_timebase(file.stream().time_base());
      context.thread_count(threads);
      context.max_pixels(MOST_PIXELS);
      if (parameters.codec_id() == AV_CODEC_ID_MJPEG) {
        // Otherwise damaged frames would be returned without an error, with uninitialised memory.
        context.err_recognition(context.err_recognition() | AV_EF_EXPLODE);
      }
      context.flags(context.flags() | AV_CODEC_FLAG_COPY_OPAQUE);
      code = avcodec_open2(context, codec, (AVDictionary) null);
    }
    if (code < 0) {
      decoder.close();
      throw UserException.input(
          "video %s cannot be decoded as %s (%s): copy or convert it again",
          file.path(), file.codec(), FFmpeg.message(code));
    }
    return decoder;
  }

  /** FFmpeg's own AV1 decoder needs a GPU. */
  private static AVCodec find(int codec) {
    if (codec == AV_CODEC_ID_AV1) {
      for (String name : new String[] {"libdav1d", "libaom-av1"}) {
        AVCodec found = avcodec_find_decoder_by_name(name);
        if (found != null) {
          return found;
        }
      }
    }
    return avcodec_find_decoder(codec);
  }

  /**
   * Decodes the next frame, see {@link #frame}.
   *
   * @return false after the last
   */
  boolean next(Packets packets) {
    while (true) {
      int code = avcodec_receive_frame(context, frame);
      if (code >= 0) {
        errorsInRow = 0;
        return true;
      }
      if (code == AVERROR_EOF) {
        return false;
      }
      if (code == AVERROR_EAGAIN() && !isAtEnd) {
        errorsInRow = 0;
        send(packets);
      } else {
        lastError = FFmpeg.message(code);
        if (++errorsInRow > MOST_ERRORS_IN_ROW) {
          return false;
        }
      }
    }
  }

  private void send(Packets packets) {
    int code;
    if (packets.read(packet)) {
      try (Address label = new Address(packets.label(packet) ^ Long.MIN_VALUE)) {
        packet.opaque(label);
        code = avcodec_send_packet(context, packet);
      } finally {
        av_packet_unref(packet);
      }
    } else {
      isAtEnd = true;
      code = avcodec_send_packet(context, null);
    }
    if (code < 0) {
      lastError = FFmpeg.message(code);
    }
  }

  /** The last decoded frame; owned by the decoder. */
  AVFrame frame() {
    return frame;
  }

  /** The label of the frame's packet. */
  long label() {
    Pointer label = frame.opaque();
    return (label == null ? 0 : label.address()) ^ Long.MIN_VALUE;
  }

  /** Whether the frame was partly concealed because of a damaged packet. */
  boolean isDamaged() {
    return (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0;
  }

  /** The message of the last decoding error; empty without any. */
  String lastError() {
    return lastError;
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
