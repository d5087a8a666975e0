package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.storage.SeekableInput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the frames of a span in presentation order. Frame numbers are correct even if other
 * frames are damaged. Pixels equal those of {@code ffmpeg -pix_fmt rgb24}.
 *
 * <p>Not thread-safe. Holds a decoder until it is closed.
 */
public final class VideoReader implements Iterator<DecodedFrame>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VideoReader.class);
  private static final int END = Integer.MAX_VALUE;

  private final SeekableInput input;
  private final String path;
  private final VideoSpan span;
  private final Optional<Size> scaledTo;
  private final int threads;
  private final Map<Long, Integer> numbers = new HashMap<>();
  private Decoding decoding;
  private int next;
  private int held = -1; // number of the last decoded frame
  private long decoded;
  private boolean isClosed;

  private VideoReader(
      SeekableInput input, String path, VideoSpan span, Optional<Size> scaledTo, int threads) {
    this.input = input;
    this.path = path;
    this.span = span;
    this.scaledTo = scaledTo;
    this.threads = threads;
    this.next = span.first();
    for (int frame = span.first(); frame <= span.last(); frame++) {
      numbers.put(span.labelOf(frame), frame);
    }
  }

  /** Opens a file for decoding in one thread. */
  public static VideoReader open(
      SeekableInput input, String path, VideoSpan span, Optional<Size> scaledTo) {
    return open(input, path, span, scaledTo, 1);
  }

  /**
   * Opens a file.
   *
   * @param input not closed by the reader
   * @param path for error messages
   * @param span frames to decode, from the index of this file
   * @param scaledTo size that frames are scaled to, similar to {@link
   *     org.saliency.map.Resize#antialiased}; empty for their own
   * @param threads number of decoding threads, at least 1
   * @throws UserException when the file cannot be read or has changed since it was indexed
   */
  public static VideoReader open(
      SeekableInput input, String path, VideoSpan span, Optional<Size> scaledTo, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Invalid number of threads '" + threads + "': expected at least 1");
    }
    VideoReader reader = new VideoReader(input, path, span, scaledTo, threads);
    reader.decoding = reader.new Decoding(span.start().isFileStart());
    return reader;
  }

  @Override
  public boolean hasNext() {
    return next <= span.last();
  }

  /**
   * The next frame, or the error for it.
   *
   * @throws UserException when the file cannot be read
   * @throws NoSuchElementException after the last frame of the span
   */
  @Override
  public DecodedFrame next() {
    if (!hasNext()) {
      throw new NoSuchElementException("frame " + next + " is after the last frame of the span");
    }
    if (isClosed) {
      throw new IllegalStateException("the reader of video " + path + " is closed");
    }
    int frame = next++;
    while (held < frame) {
      held = decodeWanted();
    }
    return held == frame ? decodedFrame(frame) : failed(frame, missing(frame));
  }

  /**
   * Skips frames: they are decoded if later ones need them, but not converted.
   *
   * @param frame number of the next frame, at most the last of the span; ignored if already passed
   */
  public void skipTo(int frame) {
    if (frame > span.last()) {
      throw new IllegalArgumentException("frame " + frame + " is after the last frame of the span");
    }
    next = Math.max(next, frame);
  }

  /** Number of frames decoded so far, including those before the span. */
  public long decodedFrames() {
    return decoded;
  }

  /** Decodes up to a frame of the span and returns its number, or {@link #END}. */
  private int decodeWanted() {
    while (true) {
      boolean isFrame = decoding.next();
      Integer number = isFrame ? numbers.get(decoding.label) : Integer.valueOf(END);
      if (number != null && !decoding.hasBegun) {
        // The first frame is incomplete, since it depends on earlier ones.
        LOG.debug("video {}: frame {} needs earlier ones", path, span.decodedFrom());
        Decoding fromFileStart = new Decoding(true);
        decoding.close();
        decoding = fromFileStart;
      } else if (number != null && number >= next - 1) {
        return number;
      }
    }
  }

  private DecodedFrame decodedFrame(int frame) {
    if (decoding.decoder.isDamaged()) {
      return failed(
          frame,
          UserException.input(
              "frame %d of video %s is damaged: copy or encode the video again", frame, path));
    }
    try {
      Frame picture = decoding.converter.convert(decoding.decoder.frame());
      return new DecodedFrame(
          frame,
          span.ptsMicros(frame),
          span.isKeyFrame(frame),
          Optional.of(picture),
          Optional.empty());
    } catch (IllegalStateException e) {
      return failed(
          frame,
          UserException.input(
              e,
              "frame %d of video %s cannot be converted to RGB (%s): encode the video again",
              frame,
              path,
              e.getMessage()));
    }
  }

  private UserException missing(int frame) {
    String error = decoding.decoder.lastError();
    return UserException.input(
        "frame %d of video %s cannot be decoded (%s): copy or encode the video again",
        frame,
        path,
        !error.isEmpty() ? error : held == END ? "the video ends before it" : "it was skipped");
  }

  private DecodedFrame failed(int frame, UserException error) {
    return new DecodedFrame(
        frame, span.ptsMicros(frame), span.isKeyFrame(frame), Optional.empty(), Optional.of(error));
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      decoding.close();
    }
  }

  /** One decoding pass through the file. */
  private final class Decoding implements VideoDecoder.Packets, AutoCloseable {

    private final boolean isFromFileStart;
    private VideoFile file;
    private VideoDecoder decoder;
    private RgbConverter converter;
    private boolean hasSeeked;
    private boolean hasBegun; // whether decoded frames are correct
    private long packets;
    private long label;
    private long lastPacket = -1;
    private int occurrence;

    Decoding(boolean isFromFileStart) {
      this.isFromFileStart = isFromFileStart;
      hasBegun = isFromFileStart;
      try {
        file = VideoFile.open(input, path);
        converter = new RgbConverter(file.orientation(), file.size(), scaledTo);
        decoder = VideoDecoder.open(file, threads);
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    /** Decodes a frame; false after the last. */
    boolean next() {
      if (!decoder.next(this)) {
        return false;
      }
      decoded++;
      label = decoder.label();
      if (span.label() == FrameLabel.NUMBER) {
        long packet = label;
        occurrence = packet == lastPacket ? occurrence + 1 : 0;
        label = FrameLabel.ofNumber(packet, occurrence);
        lastPacket = packet;
      }
      hasBegun |= label == span.start().label() && !decoder.isDamaged();
      return true;
    }

    @Override
    public boolean read(AVPacket packet) {
      if (hasSeeked || isFromFileStart) {
        return file.read(packet);
      }
      hasSeeked = true;
      if (file.seek(span.start().label()) && readToStart(packet, true)) {
        return true;
      }
      LOG.debug(
          "video {}: cannot seek to frame {}, reading from the start", path, span.decodedFrom());
      VideoFile again = VideoFile.open(input, path);
      file.close();
      file = again;
      if (readToStart(packet, false)) {
        return true;
      }
      throw UserException.input(
          "video %s has changed since it was indexed, frame %d is missing: rerun to index it again",
          path, span.decodedFrom());
    }

    /** Reads packets up to the key packet at which decoding starts. */
    private boolean readToStart(AVPacket packet, boolean stopsAfterStart) {
      long start = span.start().label();
      while (file.read(packet)) {
        long found = span.label().of(packet, 0);
        boolean isKey =
            (packet.flags() & AV_PKT_FLAG_KEY) != 0 && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0;
        if (isKey && found == start) {
          return true;
        }
        av_packet_unref(packet);
        if (stopsAfterStart && found > start) {
          return false;
        }
      }
      return false;
    }

    @Override
    public long label(AVPacket packet) {
      return span.label().of(packet, packets++);
    }

    @Override
    public void close() {
      if (decoder != null) {
        decoder.close();
      }
      if (converter != null) {
        converter.close();
      }
      if (file != null) {
        file.close();
      }
    }
  }
}
