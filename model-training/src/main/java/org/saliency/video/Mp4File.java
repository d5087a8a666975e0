package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/**
 * A writer of MP4 files with one video stream in presentation order. The index comes first, so that
 * players can start before the download ends. Times are absolute: a file whose first frame is at
 * ten seconds starts with ten empty seconds. The same packets give the same bytes.
 *
 * <p>Owns native memory and its file, which is deleted if closed before {@link #finish}.
 */
final class Mp4File implements AutoCloseable {

  private final Path file;
  private final AVRational ticks;
  private final AVFormatContext format;
  private AVStream stream;
  private long lastTick = -1;
  private boolean isFinished;

  private Mp4File(Path file, int ticksPerSecond) {
    this.file = file;
    ticks = av_make_q(1, ticksPerSecond);
    format = new AVFormatContext(null);
  }

  /**
   * Starts a file, replacing an existing one.
   *
   * @param ticksPerSecond unit of packet times
   * @throws IOException when the file cannot be written
   */
  static Mp4File create(Path file, AVCodecParameters parameters, int ticksPerSecond)
      throws IOException {
    FFmpeg.load();
    Mp4File mp4 = new Mp4File(file, ticksPerSecond);
    try {
      mp4.begin(parameters, ticksPerSecond);
      return mp4;
    } catch (IOException | RuntimeException e) {
      mp4.close();
      throw e;
    }
  }

  private void begin(AVCodecParameters parameters, int ticksPerSecond) throws IOException {
    AVDictionary options = new AVDictionary(null);
    try (BytePointer url = url(file);
        BytePointer name = new BytePointer("mp4")) {
      check(avformat_alloc_output_context2(format, (AVOutputFormat) null, name, url), "written");
      format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
      stream = avformat_new_stream(format, null);
      stream.time_base(ticks);
      check(avcodec_parameters_copy(stream.codecpar(), parameters), "written");
      stream.codecpar().codec_tag(0);
      // Of the first part of a joined video; without it, FFmpeg writes the rate of the whole.
      stream.codecpar().bit_rate(0);
      AVIOContext output = new AVIOContext(null);
      check(avio_open(output, url, AVIO_FLAG_WRITE), "written");
      format.pb(output);
      av_dict_set(options, "movflags", "+faststart", 0);
      // Scale of the start time; the default of 1000 would round it to milliseconds.
      av_dict_set(options, "movie_timescale", Integer.toString(ticksPerSecond), 0);
      check(avformat_write_header(format, options), "written");
    } finally {
      av_dict_free(options);
    }
  }

  /**
   * FFmpeg's URL of a local file with any name: after {@code file:} nothing is parsed as an option
   * or protocol, and the bytes are those that Java passes to the system.
   */
  private static BytePointer url(Path file) {
    Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    byte[] text = ("file:" + file.toAbsolutePath() + "\0").getBytes(names);
    return new BytePointer(text);
  }

  private void check(int result, String what) throws IOException {
    if (result < 0) {
      throw new IOException(
          String.format(
              Locale.ROOT, "video %s cannot be %s: %s", file, what, FFmpeg.message(result)));
    }
  }

  /**
   * Adds a frame; it is delayed if it is less than a tick after the previous one.
   *
   * @param packet with presentation time and duration in ticks; empty afterwards
   */
  void write(AVPacket packet) throws IOException {
    long tick = Math.max(lastTick + 1, packet.pts());
    lastTick = tick;
    packet.pts(tick).dts(tick).stream_index(0);
    av_packet_rescale_ts(packet, ticks, stream.time_base());
    check(av_interleaved_write_frame(format, packet), "written");
  }

  /** Writes the index, which completes the file. */
  void finish() throws IOException {
    check(av_write_trailer(format), "finished");
    AVIOContext output = format.pb();
    int result = avio_closep(output);
    format.pb(null);
    check(result, "finished");
    isFinished = true;
  }

  @Override
  public void close() {
    if (format.isNull()) {
      return;
    }
    if (format.pb() != null) {
      avio_closep(format.pb());
      format.pb(null);
    }
    avformat_free_context(format);
    format.setNull();
    if (!isFinished) {
      file.toFile().delete();
    }
  }
}
