package org.saliency.spark.scale;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.saliency.spark.source.SampleVideo;
import org.saliency.video.VideoIndex;

/**
 * A video file of noise, with a key frame every two seconds, as a camera or a site would have it.
 *
 * @param frames number of frames, 25 a second
 * @param bytes of the file
 */
public record EncodedVideo(int frames, byte[] bytes) {

  private static final int WIDTH = 320;
  private static final int HEIGHT = 192;
  private static final int RATE = 25;

  /** H.264 in an mp4 file, whose tables come before or after the pictures. */
  public static EncodedVideo mp4(int frames, boolean isTableFirst) {
    return encoded(frames, "libopenh264", "mp4", isTableFirst ? "+faststart" : "");
  }

  /** VP9 in a WebM file. */
  public static EncodedVideo webm(int frames) {
    return encoded(frames, "libvpx-vp9", "webm", "");
  }

  private static EncodedVideo encoded(int frames, String codec, String format, String flags) {
    try {
      Path file = Files.createTempFile("encoded", "." + format);
      try {
        write(file, frames, codec, format, flags);
        return new EncodedVideo(frames, Files.readAllBytes(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The index of the file. */
  public VideoIndex index() throws IOException {
    Path file = Files.createTempFile("encoded", ".video");
    try {
      Files.write(file, bytes);
      return SampleVideo.index(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void check(int code) {
    if (code < 0) {
      throw new IllegalStateException("FFmpeg's error " + code);
    }
  }

  private static void write(Path file, int frames, String codec, String format, String flags) {
    AVFormatContext output = new AVFormatContext(null);
    check(avformat_alloc_output_context2(output, (AVOutputFormat) null, format, file.toString()));
    AVCodecContext encoder = encoder(codec);
    AVStream stream = avformat_new_stream(output, null);
    check(avcodec_parameters_from_context(stream.codecpar(), encoder));
    stream.time_base(encoder.time_base());
    AVIOContext bytes = new AVIOContext(null);
    check(avio_open(bytes, file.toString(), AVIO_FLAG_WRITE));
    output.pb(bytes);
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "movflags", flags, 0);
    check(avformat_write_header(output, flags.isEmpty() ? null : options));
    av_dict_free(options);
    AVFrame frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_YUV420P).width(WIDTH).height(HEIGHT);
    check(av_frame_get_buffer(frame, 0));
    Random random = new Random(1);
    for (int i = 0; i <= frames; i++) {
      if (i < frames) {
        check(av_frame_make_writable(frame));
        noise(frame, random);
        frame.pts(i);
      }
      check(avcodec_send_frame(encoder, i < frames ? frame : null));
      drain(encoder, output, stream);
    }
    check(av_write_trailer(output));
    check(avio_closep(bytes));
    output.pb(null);
    av_frame_free(frame);
    avcodec_free_context(encoder);
    avformat_free_context(output);
  }

  private static AVCodecContext encoder(String name) {
    AVCodec codec = avcodec_find_encoder_by_name(name);
    AVCodecContext encoder = avcodec_alloc_context3(codec);
    encoder.width(WIDTH).height(HEIGHT).pix_fmt(AV_PIX_FMT_YUV420P).gop_size(2 * RATE);
    encoder.time_base(av_make_q(1, RATE)).framerate(av_make_q(RATE, 1)).bit_rate(2_000_000);
    encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "deadline", "realtime", 0);
    av_dict_set(options, "cpu-used", "8", 0);
    check(avcodec_open2(encoder, codec, options));
    av_dict_free(options);
    return encoder;
  }

  private static void noise(AVFrame frame, Random random) {
    for (int plane = 0; plane < 3; plane++) {
      byte[] values = new byte[frame.linesize(plane) * (plane == 0 ? HEIGHT : HEIGHT / 2)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (byte) (112 + random.nextInt(32));
      }
      frame.data(plane).put(values, 0, values.length);
    }
  }

  private static void drain(AVCodecContext encoder, AVFormatContext output, AVStream stream) {
    AVPacket packet = av_packet_alloc();
    while (avcodec_receive_packet(encoder, packet) >= 0) {
      packet.duration(1);
      av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      packet.stream_index(0);
      check(av_interleaved_write_frame(output, packet));
    }
    av_packet_free(packet);
  }
}
