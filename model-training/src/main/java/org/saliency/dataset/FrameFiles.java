package org.saliency.dataset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.concurrent.MemoryBudget;
import org.saliency.frame.Frame;
import org.saliency.frame.ScaledFrame;
import org.saliency.frame.Size;
import org.saliency.map.FixationFile;
import org.saliency.map.Fixations;
import org.saliency.map.MapFile;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.storage.ReportedStorage;
import org.saliency.storage.Storage;
import org.saliency.video.ImageFile;
import org.saliency.video.StoredVideo;
import org.saliency.video.VideoIndex;
import org.saliency.video.VideoSpan;

/**
 * Reads frames, maps and fixations. A file that is damaged gives a {@link UserException}, one that
 * cannot be read a {@link StorageException}. Video files are kept open, so that consecutive frames
 * are decoded once. Thread-safe; the caller closes it.
 */
public final class FrameFiles implements AutoCloseable {

  /** Bytes per pixel of an image while it is decoded and scaled. */
  private static final long DECODING_BYTES = 8;

  private final ReportedStorage storage;
  private final Optional<Size> scaledTo;
  private final OpenVideos<Frame> videos;
  private final OpenVideos<ScaledFrame> videosWithOwnSize;
  private final OpenVideos<SaliencyMap> mapVideos;
  private final FixationLists lists;

  /**
   * A reader of files in a storage.
   *
   * @param spans gives the span of a video file to decode for a frame, which must be its first
   *     frame or follow soon after
   * @param scaledTo size that frames are scaled to; empty for their own
   */
  public FrameFiles(
      Storage storage, Function<FrameLocation, VideoSpan> spans, Optional<Size> scaledTo) {
    this.storage = ReportedStorage.of(storage);
    this.scaledTo = scaledTo;
    this.videos =
        new OpenVideos<>(
            this.storage, spans, scaledTo, (video, frame) -> video.read(frame).decoded());
    this.videosWithOwnSize =
        new OpenVideos<>(this.storage, spans, scaledTo, StoredVideo::readWithOwnSize);
    this.mapVideos = new OpenVideos<>(this.storage, spans, Optional.empty(), StoredVideo::readMap);
    this.lists = new FixationLists(this.storage);
  }

  /** A reader of frames at their own size, with the indexes of video files by path. */
  public static FrameFiles of(Storage storage, Map<String, VideoIndex> indexes) {
    return of(storage, indexes, Optional.empty());
  }

  /**
   * A reader of scaled frames.
   *
   * @param indexes of video files by path
   * @param scaledTo size that frames are scaled to; empty for their own
   */
  public static FrameFiles of(
      Storage storage, Map<String, VideoIndex> indexes, Optional<Size> scaledTo) {
    return new FrameFiles(
        storage,
        location -> {
          VideoIndex index = indexes.get(location.path());
          return index.span(location.number(), index.frames() - 1);
        },
        scaledTo);
  }

  /**
   * Reads a frame.
   *
   * @throws UserException when it cannot be read
   */
  public Frame image(FrameLocation location) {
    return location.isFile() ? picture(location, Optional.empty()) : videos.read(location);
  }

  /**
   * Reads a frame of a known size.
   *
   * @param size before scaling
   * @throws UserException when it cannot be read or has another size
   */
  public Frame image(FrameLocation location, Size size) {
    if (!location.isFile()) {
      return videos.read(location); // has the size in the video's index
    }
    return picture(location, Optional.of(size));
  }

  /**
   * Reads a frame of a known size, scaled as by {@link #image(FrameLocation, Size)} and at its own
   * size.
   *
   * @param size before scaling
   * @throws UserException when it cannot be read or has another size
   */
  public ScaledFrame imageWithOwnSize(FrameLocation location, Size size) {
    if (!location.isFile()) {
      return videosWithOwnSize.read(location);
    }
    byte[] file = storage.read(location.path());
    Frame own = picture(location, file, Optional.of(size), Optional.empty());
    Frame scaled =
        ImageFile.mayBeReduced(file)
            ? picture(location, file, Optional.of(size), scaledTo)
            : scaledTo.map(to -> Resize.antialiased(own, to)).orElse(own);
    return new ScaledFrame(scaled, Optional.of(own));
  }

  private Frame picture(FrameLocation location, Optional<Size> expected) {
    return picture(location, storage.read(location.path()), expected, scaledTo);
  }

  private static Frame picture(
      FrameLocation location, byte[] file, Optional<Size> expected, Optional<Size> scaledTo) {
    Size own = ImageFile.readSize(new ByteArrayInputStream(file), location.path());
    if (expected.isPresent() && !own.equals(expected.get())) {
      throw UserException.input(
          "%s is %s, but the first frame of its video is %s: all frames of a video must have one size",
          location, own, expected.get());
    }
    try (MemoryBudget.Share share = MemoryBudget.HEAP.take(DECODING_BYTES * own.pixels())) {
      return ImageFile.read(file, location.path(), scaledTo);
    }
  }

  /**
   * Reads the size of a frame without decoding it.
   *
   * @param indexes of video files by path
   * @throws UserException when it cannot be read
   */
  public static Size size(
      Storage storage, FrameLocation location, Map<String, VideoIndex> indexes) {
    if (!location.isFile()) {
      return indexes.get(location.path()).size();
    }
    try (InputStream stream = ReportedStorage.of(storage).open(location.path())) {
      return ImageFile.readSize(stream, location.path());
    } catch (IOException e) {
      throw StorageException.reading(location.path(), e);
    }
  }

  /**
   * Reads a map, 0..1, with the depth of its file.
   *
   * @throws UserException when it cannot be read
   */
  public SaliencyMap map(FrameLocation location) {
    return location.isFile()
        ? MapFile.read(storage.read(location.path()), location.path())
        : mapVideos.read(location);
  }

  /**
   * Reads the fixations of a frame.
   *
   * @param size of the video's frames; used for fixation lists, which do not contain it
   * @throws UserException when they cannot be read or are outside the frame
   */
  public Fixations fixations(FrameLocation location, Size size) {
    return location.isFile()
        ? FixationFile.read(storage.read(location.path()), location.path())
        : lists.read(location, size);
  }

  @Override
  public void close() {
    videos.close();
    videosWithOwnSize.close();
    mapVideos.close();
  }
}
