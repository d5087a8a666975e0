package org.saliency.video;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.ScaledFrame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
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
  private SpanDecoder decoder;
  private RgbConverter pictures;
  private RgbConverter ownPictures; // null until a frame is read at its own size, too
  private MapConverter maps; // null until a map is read
  private int next;
  private int held = -1; // number of the last decoded frame
  private long decodedBefore; // by earlier decoders
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
   * @param scaledTo size that frames and maps are scaled to, maps with {@link
   *     org.saliency.map.Resize#antialiased}, frames similarly; empty for their own
   * @param threads number of decoding threads, at least 1
   * @throws UserException when the file cannot be read or has changed since it was indexed
   */
  public static VideoReader open(
      SeekableInput input, String path, VideoSpan span, Optional<Size> scaledTo, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Invalid number of threads '" + threads + "': expected at least 1");
    }
    VideoReader reader = new VideoReader(new HeadBuffer(input), path, span, scaledTo, threads);
    reader.decoder = SpanDecoder.ofSpan(reader.input, path, span, threads);
    reader.pictures =
        RgbConverter.ofBytes(reader.decoder.orientation(), reader.decoder.size(), scaledTo);
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
    int frame = advance();
    Decoded<Frame> picture = converted(frame, pictures::convert);
    return new DecodedFrame(
        frame, span.ptsMicros(frame), span.isKeyFrame(frame), picture.content(), picture.error());
  }

  /**
   * The next frame, scaled as by {@link #next} and at its own size, or the error for it.
   *
   * @throws UserException when the file cannot be read
   * @throws NoSuchElementException after the last frame of the span
   */
  public Decoded<ScaledFrame> nextWithOwnSize() {
    int frame = advance();
    if (ownPictures == null) {
      ownPictures = RgbConverter.ofBytes(decoder.orientation(), decoder.size(), Optional.empty());
    }
    return converted(
        frame,
        picture ->
            new ScaledFrame(pictures.convert(picture), Optional.of(ownPictures.convert(picture))));
  }

  /**
   * The next frame as a saliency map, or the error for it. Grey values keep the depth of the video,
   * see {@link MapConverter}.
   *
   * @throws UserException when the file cannot be read
   * @throws NoSuchElementException after the last frame of the span
   */
  public Decoded<SaliencyMap> nextMap() {
    int frame = advance();
    if (maps == null) {
      maps = new MapConverter(decoder.orientation(), decoder.size(), scaledTo);
    }
    return converted(frame, maps::convert);
  }

  /** Decodes up to the next frame and returns its number. */
  private int advance() {
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
    return frame;
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
    return decodedBefore + decoder.decodedFrames();
  }

  /** Decodes up to a frame of the span and returns its number, or {@link #END}. */
  private int decodeWanted() {
    while (true) {
      boolean isFrame = decoder.next();
      Integer number = isFrame ? numbers.get(decoder.label()) : Integer.valueOf(END);
      if (number != null && !decoder.hasBegun()) {
        // The first frame is incomplete, since it depends on earlier ones.
        LOG.debug("video {}: frame {} needs earlier ones", path, span.decodedFrom());
        SpanDecoder fromFileStart = SpanDecoder.ofFile(input, path, span, threads);
        decodedBefore += decoder.decodedFrames();
        decoder.close();
        decoder = fromFileStart;
      } else if (number != null && number >= next - 1) {
        return number;
      }
    }
  }

  /** The content of a frame, or its error. */
  private <T> Decoded<T> converted(int frame, Function<AVFrame, T> conversion) {
    if (held != frame) {
      return Decoded.failed(missing(frame));
    }
    if (decoder.isDamaged()) {
      return Decoded.failed(
          UserException.input(
              "frame %d of video %s is damaged: copy or encode the video again", frame, path));
    }
    try {
      return Decoded.of(conversion.apply(decoder.frame()));
    } catch (IllegalStateException e) {
      return Decoded.failed(
          UserException.input(
              e,
              "frame %d of video %s cannot be converted to RGB (%s): encode the video again",
              frame,
              path,
              e.getMessage()));
    }
  }

  private UserException missing(int frame) {
    String error = decoder.lastError();
    return UserException.input(
        "frame %d of video %s cannot be decoded (%s): copy or encode the video again",
        frame,
        path,
        !error.isEmpty() ? error : held == END ? "the video ends before it" : "it was skipped");
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      decoder.close();
      pictures.close();
      if (ownPictures != null) {
        ownPictures.close();
      }
      if (maps != null) {
        maps.close();
      }
    }
  }
}
