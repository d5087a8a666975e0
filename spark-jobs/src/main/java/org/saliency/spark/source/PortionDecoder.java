package org.saliency.spark.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;
import org.saliency.video.DecodedFrame;
import org.saliency.video.VideoReader;

/** Decodes frames of a portion, in order. Owns the open file and the decoder. */
final class PortionDecoder implements Closeable {

  private final SeekableInput input;
  private final VideoReader reader;

  private PortionDecoder(SeekableInput input, VideoReader reader) {
    this.input = input;
    this.reader = reader;
  }

  /**
   * Opens the portion's file.
   *
   * @throws UserException when it cannot be read or is not what was indexed
   */
  static PortionDecoder open(Storage storage, Portion portion, Optional<Size> scaledTo) {
    SeekableInput input;
    try {
      input = storage.openSeekable(portion.path());
    } catch (IOException e) {
      throw UserException.input(e, "video file %s cannot be read: %s", portion.path(), e);
    }
    try {
      return new PortionDecoder(
          input, VideoReader.open(input, portion.path(), portion.span(), scaledTo));
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
   * Decodes a frame of the portion, one after the last.
   *
   * @throws UserException when the file cannot be read on
   */
  DecodedFrame read(int frame) {
    reader.skipTo(frame);
    return reader.next();
  }

  /** How many frames were decoded up to now. */
  long decodedFrames() {
    return reader.decodedFrames();
  }

  @Override
  public void close() throws IOException {
    try (input) {
      reader.close();
    }
  }
}
