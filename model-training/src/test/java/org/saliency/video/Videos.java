package org.saliency.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.SeekableInput;

/** Helpers that read videos. */
final class Videos {

  private Videos() {}

  static VideoIndex index(Path file) {
    try (SeekableInput input = new LocalStorage().openSeekable(file.toString())) {
      return VideoIndex.read(input, file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<DecodedFrame> decode(Path file, VideoSpan span) {
    return decode(file, span, Optional.empty(), 1);
  }

  static List<DecodedFrame> decode(
      Path file, VideoSpan span, Optional<Size> scaledTo, int threads) {
    List<DecodedFrame> frames = new ArrayList<>();
    try (SeekableInput input = new LocalStorage().openSeekable(file.toString());
        VideoReader reader = VideoReader.open(input, file.toString(), span, scaledTo, threads)) {
      while (reader.hasNext()) {
        frames.add(reader.next());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frames;
  }

  /** All frames of a file, decoded from its start to its end. */
  static List<DecodedFrame> decode(Path file) {
    VideoIndex index = index(file);
    return decode(file, index.span(0, index.frames() - 1));
  }

  static String hash(DecodedFrame frame) {
    return frame.picture().map(Videos::hash).orElse("none");
  }

  static String hash(Frame frame) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(frame.rgb()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
