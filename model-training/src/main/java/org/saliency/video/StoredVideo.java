package org.saliency.video;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.frame.ScaledFrame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.storage.ReportedStorage;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;

/**
 * A video file opened for decoding. Owns the file and the decoder and closes both. Not thread-safe.
 */
public final class StoredVideo implements Closeable {

  /** Up to this many frames ahead, decoding on is faster than seeking. */
  public static final int SEEK_DISTANCE = 24;

  private final SeekableInput input;
  private final VideoReader reader;

  private StoredVideo(SeekableInput input, VideoReader reader) {
    this.input = input;
    this.reader = reader;
  }

  /**
   * Opens a file; the caller closes it.
   *
   * @param span the frames to decode, from the index of this file
   * @param scaledTo size that frames and maps are scaled to while they are decoded; empty for their
   *     own
   * @throws StorageException when the file cannot be read
   * @throws UserException when the file is damaged or not the one that was indexed
   */
  public static StoredVideo open(
      Storage storage, String path, VideoSpan span, Optional<Size> scaledTo) {
    SeekableInput input = ReportedStorage.of(storage).openSeekable(path);
    try {
      return new StoredVideo(input, VideoReader.open(input, path, span, scaledTo));
    } catch (RuntimeException | Error e) {
      try {
        input.close();
      } catch (IOException notClosed) {
        e.addSuppressed(notClosed);
      }
      throw e;
    }
  }

  /**
   * Decodes a frame of the span.
   *
   * @param frame its number, greater than that of the previous call
   * @throws StorageException when the rest of the file cannot be read
   */
  public DecodedFrame read(int frame) {
    reader.skipTo(frame);
    return reader.next();
  }

  /**
   * Decodes a frame of the span, scaled and at its own size.
   *
   * @param frame its number, greater than that of the previous call
   * @throws StorageException when the rest of the file cannot be read
   */
  public Decoded<ScaledFrame> readWithOwnSize(int frame) {
    reader.skipTo(frame);
    return reader.nextWithOwnSize();
  }

  /**
   * Decodes a frame of the span as a saliency map, with the depth of the video.
   *
   * @param frame its number, greater than that of the previous call
   * @throws StorageException when the rest of the file cannot be read
   */
  public Decoded<SaliencyMap> readMap(int frame) {
    reader.skipTo(frame);
    return reader.nextMap();
  }

  /** Number of frames decoded so far, including those between key frames and requested frames. */
  public long decodedFrames() {
    return reader.decodedFrames();
  }

  @Override
  public void close() throws IOException {
    try (input) {
      reader.close();
    }
  }
}
