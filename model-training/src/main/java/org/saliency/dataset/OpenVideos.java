package org.saliency.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.Storage;
import org.saliency.video.Decoded;
import org.saliency.video.StoredVideo;
import org.saliency.video.VideoSpan;

/**
 * A pool of open video files from which pictures or maps are read. A frame that follows soon after
 * the position of an open file is decoded there, any other from its key frame on. Thread-safe.
 */
final class OpenVideos<T> implements AutoCloseable {

  private static final int MAX_OPEN = 8;

  private final Storage storage;
  private final Function<FrameLocation, VideoSpan> spans;
  private final Optional<Size> scaledTo;
  private final Content<T> content;
  private final Deque<Open> idle = new ArrayDeque<>(); // most recently used first
  private boolean isClosed;

  /** Reads the content of a frame. */
  interface Content<T> {
    Decoded<T> read(StoredVideo video, int frame);
  }

  /**
   * An empty pool.
   *
   * @param scaledTo size that pictures are scaled to; empty for their own
   * @param content reads a frame of an open file
   */
  OpenVideos(
      Storage storage,
      Function<FrameLocation, VideoSpan> spans,
      Optional<Size> scaledTo,
      Content<T> content) {
    this.storage = storage;
    this.spans = spans;
    this.scaledTo = scaledTo;
    this.content = content;
  }

  /** An open file. Not thread-safe. */
  private static final class Open {
    final String path;
    final StoredVideo video;
    final int last;
    int next;

    Open(String path, VideoSpan span, StoredVideo video) {
      this.path = path;
      this.video = video;
      this.next = span.first();
      this.last = span.last();
    }

    boolean comesSoonTo(FrameLocation location) {
      return path.equals(location.path())
          && next <= location.number()
          && location.number() <= Math.min(last, next + StoredVideo.SEEK_DISTANCE);
    }

    <T> Decoded<T> read(int number, Content<T> content) {
      next = number + 1;
      return content.read(video, number);
    }

    void close() {
      try {
        video.close();
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
  T read(FrameLocation location) {
    Open open = take(location).orElseGet(() -> open(location));
    boolean isIntact = false;
    try {
      Decoded<T> frame = open.read(location.number(), content);
      isIntact = true;
      return frame.require();
    } finally {
      if (isIntact) {
        giveBack(open);
      } else {
        open.close();
      }
    }
  }

  private Open open(FrameLocation location) {
    VideoSpan span = spans.apply(location);
    return new Open(
        location.path(), span, StoredVideo.open(storage, location.path(), span, scaledTo));
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
