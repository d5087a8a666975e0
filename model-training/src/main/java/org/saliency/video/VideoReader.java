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
 * Decodes some frames of a video file, in presentation order: exactly those of its span, each with
 * its own number, whatever is damaged around it. Colours, range, bit depth and rotation come out as
 * {@code ffmpeg -pix_fmt rgb24} gives them.
 *
 * <p>For one thread. Holds a decoder and a few frames until it is closed.
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
  private int held = -1; // number of the frame that the decoder holds
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

  /** Opens a file for decoding in the calling thread alone. */
  public static VideoReader open(
      SeekableInput input, String path, VideoSpan span, Optional<Size> scaledTo) {
    return open(input, path, span, scaledTo, 1);
  }

  /**
   * Opens a file and goes to where decoding begins.
   *
   * @param input the file; left open when the reader is closed
   * @param path where it came from, for messages
   * @param span the frames to decode, from the index of this file
   * @param scaledTo the size that frames are scaled to, much as {@link
   *     org.saliency.map.Resize#antialiased} would; empty for their own
   * @param threads that FFmpeg decodes in, at least 1
   * @throws UserException when the file cannot be read or is not what was indexed
   */
  public static VideoReader open(
      SeekableInput input, String path, VideoSpan span, Optional<Size> scaledTo, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a video cannot be decoded in " + threads + " threads");
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
   * The next frame, or its fault.
   *
   * @throws UserException when the file cannot be read on
   * @throws NoSuchElementException after the last frame of the span
   */
  @Override
  public DecodedFrame next() {
    if (!hasNext()) {
      throw new NoSuchElementException("frame " + next + " is behind the span's last");
    }
    if (isClosed) {
      throw new IllegalStateException("the reader of video " + path + " is closed");
    }
    int frame = next++;
    while (held < frame) {
      held = decodeWanted();
    }
    return held == frame ? decodedFrame(frame) : fault(frame, missing(frame));
  }

  /**
   * Passes over frames: they are decoded where later ones need them, but not converted.
   *
   * @param frame number of the frame that comes next, at most the span's last; ignored when it has
   *     gone by
   */
  public void skipTo(int frame) {
    if (frame > span.last()) {
      throw new IllegalArgumentException("frame " + frame + " is behind the span's last");
    }
    next = Math.max(next, frame);
  }

  /** How many frames were decoded up to now, with those before the span's first. */
  public long decodedFrames() {
    return decoded;
  }

  /** Decodes up to a frame of the span and gives its number; {@link #END} when none comes. */
  private int decodeWanted() {
    while (true) {
      boolean isFrame = decoding.next();
      Integer number = isFrame ? numbers.get(decoding.label) : Integer.valueOf(END);
      if (number != null && !decoding.hasBegun) {
        // The frame at which decoding should begin did not come out whole: it needs others before.
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
      return fault(
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
      return fault(
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
        !error.isEmpty() ? error : held == END ? "the video ends before it" : "it is left out");
  }

  private DecodedFrame fault(int frame, UserException fault) {
    return new DecodedFrame(
        frame, span.ptsMicros(frame), span.isKeyFrame(frame), Optional.empty(), Optional.of(fault));
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      decoding.close();
    }
  }

  /** One pass through the file, from where decoding begins. */
  private final class Decoding implements VideoDecoder.Packets, AutoCloseable {

    private final boolean isFromFileStart;
    private VideoFile file;
    private VideoDecoder decoder;
    private RgbConverter converter;
    private boolean isPlaced;
    private boolean hasBegun; // whether what comes out is right
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
      if (isPlaced || isFromFileStart) {
        return file.read(packet);
      }
      isPlaced = true;
      if (file.seek(span.start().label()) && readToStart(packet, true)) {
        return true;
      }
      LOG.debug("video {}: no seeking to frame {}, reading up to it", path, span.decodedFrom());
      VideoFile again = VideoFile.open(input, path);
      file.close();
      file = again;
      if (readToStart(packet, false)) {
        return true;
      }
      throw UserException.input(
          "video %s does not hold frame %d where it was indexed, the file has changed: run again, so"
              + " that it is indexed anew",
          path, span.decodedFrom());
    }

    /** Passes over packets before the key packet at which decoding begins, and reads that. */
    private boolean readToStart(AVPacket packet, boolean isLaterAMiss) {
      long start = span.start().label();
      while (file.read(packet)) {
        long found = span.label().of(packet, 0);
        boolean isKey =
            (packet.flags() & AV_PKT_FLAG_KEY) != 0 && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0;
        if (isKey && found == start) {
          return true;
        }
        av_packet_unref(packet);
        if (isLaterAMiss && found > start) {
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
