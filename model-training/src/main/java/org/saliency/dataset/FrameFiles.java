package org.saliency.dataset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.FixationFile;
import org.saliency.map.Fixations;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.storage.Storage;
import org.saliency.video.ImageFile;
import org.saliency.video.VideoIndex;
import org.saliency.video.VideoSpan;

/**
 * Reads frames, maps and fixations from where a data set says they lie. Video files stay open for a
 * while, so that frames asked for in order are decoded once. For any number of threads; whoever
 * opens it closes it.
 */
public final class FrameFiles implements AutoCloseable {

  private final Storage storage;
  private final Optional<Size> scaledTo;
  private final OpenVideos videos;
  private final OpenVideos mapVideos;
  private final FixationLists lists;

  /**
   * Reads from a storage.
   *
   * @param spans gives the frames of a video file to be decoded from a frame on, which has to be
   *     the first of them or come soon after it
   * @param scaledTo size that pictures of frames are scaled to as soon as they are decoded; empty
   *     for their own
   */
  public FrameFiles(
      Storage storage, Function<FrameLocation, VideoSpan> spans, Optional<Size> scaledTo) {
    this.storage = storage;
    this.scaledTo = scaledTo;
    this.videos = new OpenVideos(storage, spans, scaledTo);
    this.mapVideos = new OpenVideos(storage, spans, Optional.empty());
    this.lists = new FixationLists(storage);
  }

  /** Reads from a storage the frames of video files with these indexes, by path. */
  public static FrameFiles of(Storage storage, Map<String, VideoIndex> indexes) {
    return of(storage, indexes, Optional.empty());
  }

  /**
   * The same of frames that are scaled.
   *
   * @param scaledTo size that pictures of frames are scaled to as soon as they are decoded; empty
   *     for their own
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
   * The picture of a frame.
   *
   * @throws UserException when it cannot be read
   */
  public Frame image(FrameLocation location) {
    return location.isFile()
        ? ImageFile.read(bytes(location.path()), location.path(), scaledTo)
        : videos.read(location);
  }

  /**
   * The picture of a frame whose size is known.
   *
   * @param size that it has before it is scaled
   * @throws UserException when it cannot be read, or has another size
   */
  public Frame image(FrameLocation location, Size size) {
    if (!location.isFile()) {
      return videos.read(location); // of the size that the video's index tells
    }
    byte[] file = bytes(location.path());
    Size own = ImageFile.readSize(new ByteArrayInputStream(file), location.path());
    if (!own.equals(size)) {
      throw UserException.input(
          "%s is %s, but the first frame of its video is %s: give a video frames of one size",
          location, own, size);
    }
    return ImageFile.read(file, location.path(), scaledTo);
  }

  /**
   * Size of the picture of a frame, without decoding it.
   *
   * @param indexes of video files, by path
   * @throws UserException when it cannot be read
   */
  public static Size size(
      Storage storage, FrameLocation location, Map<String, VideoIndex> indexes) {
    if (!location.isFile()) {
      return indexes.get(location.path()).size();
    }
    try (InputStream stream = storage.open(location.path())) {
      return ImageFile.readSize(stream, location.path());
    } catch (IOException e) {
      throw UserException.input(e, "%s cannot be read: %s", location.path(), e);
    }
  }

  /**
   * A map, 0..1.
   *
   * @throws UserException when it cannot be read
   */
  public SaliencyMap map(FrameLocation location) {
    return location.isFile()
        ? MapFile.read(bytes(location.path()), location.path())
        : SaliencyMap.of(mapVideos.read(location));
  }

  /**
   * The fixations of a frame.
   *
   * @param size of the video's frames, for lists of fixations, which do not tell it
   * @throws UserException when they cannot be read, or lie outside of the frame
   */
  public Fixations fixations(FrameLocation location, Size size) {
    return location.isFile()
        ? FixationFile.read(bytes(location.path()), location.path())
        : lists.read(location, size);
  }

  private byte[] bytes(String path) {
    try {
      return storage.read(path);
    } catch (IOException e) {
      throw UserException.input(e, "%s cannot be read: %s", path, e);
    }
  }

  @Override
  public void close() {
    videos.close();
    mapVideos.close();
  }
}
