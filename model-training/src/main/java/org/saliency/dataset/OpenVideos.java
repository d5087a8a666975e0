package org.saliency.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;
import org.saliency.video.DecodedFrame;
import org.saliency.video.VideoReader;
import org.saliency.video.VideoSpan;

/**
 * A pool of open video files. A frame that follows soon after the position of an open file is decoded
 * there, any other from its key frame on. Thread-safe.
 */
final class OpenVideos implements AutoCloseable {

  private static final int MAX_OPEN = 8;

  /** Up to this distance, decoding is cheaper than seeking. */
  private static final int SOON = 24;

  private final Storage storage;
  private final Function<FrameLocation, VideoSpan> spans;
  private final Optional<Size> scaledTo;
  private final Deque<Open> idle = new ArrayDeque<>(); // most recently used first
  private boolean isClosed;

  OpenVideos(Storage storage, Function<FrameLocation, VideoSpan> spans, Optional<Size> scaledTo) {
    this.storage = storage;
    this.spans = spans;
    this.scaledTo = scaledTo;
  }

  /** An open file. Not thread-safe. */
  private static final class Open implements Closeable {
    final String path;
    final SeekableInput input;
    final VideoReader reader;
    final int last;
    int next;

    Open(String path, SeekableInput input, VideoSpan span, Optional<Size> scaledTo) {
      this.path = path;
      this.input = input;
      this.reader = VideoReader.open(input, path, span, scaledTo);
      this.next = span.first();
      this.last = span.last();
    }

    boolean comesSoonTo(FrameLocation location) {
      return path.equals(location.path())
          && next <= location.number()
          && location.number() <= Math.min(last, next + SOON);
    }

    DecodedFrame read(int number) {
      DecodedFrame frame;
      do {
        frame = reader.next();
        next = frame.frame() + 1;
      } while (frame.frame() < number);
      return frame;
    }

    @Override
    public void close() {
      try (input) {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(path + " cannot be closed", e);
      }
    }
  }

  /**
   * Decodes a frame.
   *
   * @throws UserException when it cannot be decoded
   */
  Frame read(FrameLocation location) {
    Open open = take(location).orElseGet(() -> open(location));
    boolean isIntact = false;
    try {
      DecodedFrame frame = open.read(location.number());
      isIntact = true;
      if (frame.error().isPresent()) {
        throw frame.error().get();
      }
      return frame.picture().orElseThrow();
    } finally {
      if (isIntact) {
        giveBack(open);
      } else {
        open.close();
      }
    }
  }

  private Open open(FrameLocation location) {
    SeekableInput input;
    try {
      input = storage.openSeekable(location.path());
    } catch (IOException e) {
      throw UserException.input(e, "video file %s cannot be read: %s", location.path(), e);
    }
    boolean isOpen = false;
    try {
      Open open = new Open(location.path(), input, spans.apply(location), scaledTo);
      isOpen = true;
      return open;
    } finally {
      if (!isOpen) {
        closeQuietly(input);
      }
    }
  }

  private static void closeQuietly(Closeable input) {
    try {
      input.close();
    } catch (IOException e) {
      // The error on opening is reported.
    }
  }

  private synchronized Optional<Open> take(FrameLocation location) {
    for (Iterator<Open> all = idle.iterator(); all.hasNext(); ) {
      Open open = all.next();
      if (open.comesSoonTo(location)) {
        all.remove();
        return Optional.of(open);
      }
    }
    return Optional.empty();
  }

  private synchronized void giveBack(Open open) {
    if (isClosed || open.next > open.last) {
      open.close();
      return;
    }
    idle.addFirst(open);
    if (idle.size() > MAX_OPEN) {
      idle.removeLast().close();
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    idle.forEach(Open::close);
    idle.clear();
  }
}
