package org.saliency.video;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.SeekableInput;

/**
 * Decodes some frames of a video file, in presentation order: exactly those of its span, each with
 * its own number, whatever is damaged around it. Colours, range, bit depth and rotation come out as
 * {@code ffmpeg -pix_fmt rgb24} gives them.
 *
 * <p>For one thread. Holds a decoder and a few frames until it is closed.
 */
public final class VideoReader implements Iterator<DecodedFrame>, AutoCloseable {

  private VideoReader() {}

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
   * @param scaledTo the size that frames are scaled to, as {@link
   *     org.saliency.map.Resize#antialiased} would; empty for their own
   * @param threads that FFmpeg decodes in, at least 1
   * @throws UserException when the file cannot be read or is not what was indexed
   */
  public static VideoReader open(
      SeekableInput input, String path, VideoSpan span, Optional<Size> scaledTo, int threads) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean hasNext() {
    throw new UnsupportedOperationException();
  }

  /**
   * The next frame, or its fault.
   *
   * @throws UserException when the file cannot be read on
   * @throws NoSuchElementException after the last frame of the span
   */
  @Override
  public DecodedFrame next() {
    throw new UnsupportedOperationException();
  }

  /** How many frames were decoded up to now, with those before the span's first. */
  public long decodedFrames() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
