package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.saliency.frame.Size;

/**
 * Encodes pictures to an mp4 file. The file starts with a key frame and keeps the source's times,
 * so that separately written parts can be joined by {@link VideoJoiner}.
 *
 * <p>Not thread-safe; encodes in the calling thread. Closing before {@link #finish} deletes the
 * file.
 */
public final class VideoWriter implements AutoCloseable {

  /** Presentation time and duration in ticks. */
  private record Showing(long tick, long duration) {}

  private final Path file;
  private final Size size;
  private final PictureKind kind;
  private final VideoTiming timing;
  private final Queue<Showing> showings = new ArrayDeque<>();

  private final AVFrame frame = FFmpeg.allocated(av_frame_alloc());
  private final AVPacket packet = FFmpeg.allocated(av_packet_alloc());
  private AVCodecContext encoder;
  private PicturePlanes planes;
  private Mp4File mp4;
  private long frames;
  private boolean isClosed;

  private VideoWriter(Path file, Size size, PictureKind kind, VideoTiming timing) {
    this.file = file;
    this.size = size;
    this.kind = kind;
    this.timing = timing;
  }

  /**
   * Starts a video, replacing an existing file.
   *
   * @param file mp4 file
   * @param size of the pictures; the file has {@link PictureKind#encodedSize}
   * @param timing clock of the whole video
   * @throws IOException when the file cannot be written
   */
  public static VideoWriter create(Path file, Size size, PictureKind kind, VideoTiming timing)
      throws IOException {
    VideoWriter writer = new VideoWriter(file, size, kind, timing);
    try {
      writer.begin();
      return writer;
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private void begin() throws IOException {
    encoder = kind.open(size);
    planes = kind.planes(size);
    frame
        .width(encoder.width())
        .height(encoder.height())
        .format(encoder.pix_fmt())
        .color_range(encoder.color_range())
        .colorspace(encoder.colorspace());
    FFmpeg.check(av_frame_get_buffer(frame, 0), "allocate a frame of " + size);
    AVCodecParameters parameters = FFmpeg.allocated(avcodec_parameters_alloc());
    try {
      FFmpeg.check(avcodec_parameters_from_context(parameters, encoder), "describe a video");
      mp4 = Mp4File.create(file, parameters, timing.ticksPerSecond());
    } finally {
      avcodec_parameters_free(parameters);
    }
  }

  /**
   * Adds the next picture. Times must increase; a picture less than a tick after the previous one
   * is delayed to the next tick.
   *
   * @param pixels in row-major order, {@link PictureKind#bytesPerPixel} bytes each; copied
   * @param ptsMicros presentation time in microseconds of the source's clock
   * @param durationMicros duration in microseconds; only matters for the last picture
   * @throws IOException when it cannot be written
   */
  public void add(byte[] pixels, long ptsMicros, long durationMicros) throws IOException {
    if (pixels.length != kind.bytesPerPixel() * size.pixels()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a picture of %s needs %d bytes, got %d",
              size,
              kind.bytesPerPixel() * size.pixels(),
              pixels.length));
    }
    long tick = timing.tick(ptsMicros);
    showings.add(new Showing(tick, Math.max(1, timing.tick(ptsMicros + durationMicros) - tick)));
    FFmpeg.check(av_frame_make_writable(frame), "allocate a frame of " + size);
    planes.fill(pixels, frame);
    frame.pts(frames++);
    send(frame);
  }

  /**
   * Encodes the remaining pictures and completes the file.
   *
   * @throws IOException when it cannot be written
   * @throws IllegalStateException when no picture was added
   */
  public void finish() throws IOException {
    if (frames == 0) {
      throw new IllegalStateException("video " + file + " has no pictures");
    }
    send(null);
    mp4.finish();
  }

  private void send(AVFrame next) throws IOException {
    String what = "encode picture " + frames + " of video " + file;
    FFmpeg.check(avcodec_send_frame(encoder, next), what);
    int result = avcodec_receive_packet(encoder, packet);
    while (result >= 0) {
      Showing showing = showings.remove(); // the encoder keeps the order
      packet.pts(showing.tick).dts(showing.tick).duration(showing.duration);
      mp4.write(packet);
      result = avcodec_receive_packet(encoder, packet);
    }
    if (result != AVERROR_EAGAIN() && result != AVERROR_EOF()) {
      FFmpeg.check(result, what);
    }
  }

  /** Frees native memory; deletes an unfinished file. */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    if (mp4 != null) {
      mp4.close();
    }
    if (planes != null) {
      planes.close();
    }
    if (encoder != null) {
      avcodec_free_context(encoder);
    }
    av_packet_free(packet);
    av_frame_free(frame);
  }
}
