package org.saliency.training.sample;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.storage.Storage;
import org.saliency.video.Decoded;
import org.saliency.video.StoredVideo;
import org.saliency.video.VideoIndex;

/**
 * Reads frames and maps at the sizes that training needs, and keeps what it has scaled or decoded
 * from video files in a cache. What is read does not depend on the cache. Thread-safe; the caller
 * closes it.
 */
public final class SampleFiles implements AutoCloseable {

  /** Bytes of a frame and its map in the cache, for each pixel. */
  public static final int BYTES_PER_PIXEL = 5;

  private final Storage storage;
  private final Map<String, VideoIndex> indexes;
  private final FrameFiles stored;
  private final Map<Size, FrameFiles> scaled = new ConcurrentHashMap<>();
  private final CachedFiles<Frame> frames;
  private final CachedFiles<SaliencyMap> maps;

  /**
   * A reader.
   *
   * @param indexes of video files by path
   * @param frameLimit size of frames
   * @param mapLimit size of maps
   * @param cache where scaled frames and maps are kept
   * @param wanted the frames that will be read
   */
  public SampleFiles(
      Storage storage,
      Map<String, VideoIndex> indexes,
      SizeLimit frameLimit,
      SizeLimit mapLimit,
      Optional<FrameCache> cache,
      WantedFrames wanted) {
    this.storage = storage;
    this.indexes = indexes;
    this.stored = FrameFiles.of(storage, indexes);
    this.frames = new Frames(storage, indexes, frameLimit, cache, wanted);
    this.maps = new Maps(storage, indexes, mapLimit, cache, wanted);
  }

  /** A reader of frames and maps as they are stored. */
  public static SampleFiles asStored(Storage storage, Map<String, VideoIndex> indexes) {
    return new SampleFiles(
        storage,
        indexes,
        new SizeLimit.None(),
        new SizeLimit.None(),
        Optional.empty(),
        new WantedFrames());
  }

  /**
   * Reads a frame.
   *
   * @throws org.saliency.UserException when it cannot be read
   */
  public Scaled<Frame> image(FrameLocation location) {
    return frames.read(location);
  }

  /**
   * Reads a map, 0..1.
   *
   * @throws org.saliency.UserException when it cannot be read
   */
  public Scaled<SaliencyMap> map(FrameLocation location) {
    return maps.read(location);
  }

  /** Reads a map without the cache. */
  Scaled<SaliencyMap> storedMap(FrameLocation location) {
    return maps.readStored(location, new SizeLimit.None());
  }

  /**
   * Reads fixations at their own size.
   *
   * @param size of the video's frames, for fixation lists
   * @throws org.saliency.UserException when they cannot be read or are outside the frame
   */
  public Fixations fixations(FrameLocation location, Size size) {
    return stored.fixations(location, size);
  }

  /** The size of a frame as stored. */
  Size frameSize(FrameLocation location) {
    return FrameFiles.size(storage, location, indexes);
  }

  /** The groups of frames and maps in the cache. */
  public Set<String> groups(Iterable<FrameLocation> locations) {
    Set<String> groups = new HashSet<>(frames.groups(locations));
    groups.addAll(maps.groups(locations));
    return groups;
  }

  @Override
  public void close() {
    stored.close();
    scaled.values().forEach(FrameFiles::close);
  }

  private final class Frames extends CachedFiles<Frame> {

    Frames(
        Storage storage,
        Map<String, VideoIndex> indexes,
        SizeLimit limit,
        Optional<FrameCache> cache,
        WantedFrames wanted) {
      super(storage, indexes, limit, cache, wanted);
    }

    @Override
    Scaled<Frame> readStored(FrameLocation location, SizeLimit to) {
      Size own = frameSize(location);
      Size size = to.of(own);
      FrameFiles files =
          size.equals(own)
              ? stored
              : scaled.computeIfAbsent(
                  size, target -> FrameFiles.of(storage, indexes, Optional.of(target)));
      return new Scaled<>(files.image(location), own);
    }

    @Override
    Decoded<Frame> decode(StoredVideo video, int frame) {
      return video.read(frame).decoded();
    }

    @Override
    Frame kept(Frame content) {
      return content;
    }

    @Override
    Size size(Frame content) {
      return content.size();
    }

    @Override
    int bytes(int pixels) {
      return 3 * pixels;
    }

    @Override
    void write(Frame content, ByteBuffer buffer) {
      buffer.put(content.rgb());
    }

    @Override
    Frame read(Size size, ByteBuffer buffer) {
      byte[] rgb = new byte[3 * size.pixels()];
      buffer.get(rgb);
      return new Frame(size, rgb);
    }
  }

  /** Maps that were scaled or are in a video file, in 65,535 steps. */
  private final class Maps extends CachedFiles<SaliencyMap> {

    private static final double STEPS = 65535;

    Maps(
        Storage storage,
        Map<String, VideoIndex> indexes,
        SizeLimit limit,
        Optional<FrameCache> cache,
        WantedFrames wanted) {
      super(storage, indexes, limit, cache, wanted);
    }

    @Override
    Scaled<SaliencyMap> readStored(FrameLocation location, SizeLimit to) {
      SaliencyMap map = stored.map(location);
      Size size = to.of(map.size());
      boolean isExact = location.isFile() && size.equals(map.size());
      return new Scaled<>(isExact ? map : kept(Resize.antialiased(map, size)), map.size());
    }

    @Override
    SaliencyMap kept(SaliencyMap content) {
      double[] values = content.values();
      double[] rounded = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        rounded[i] = Math.round(values[i] * STEPS) / STEPS;
      }
      return new SaliencyMap(content.size(), rounded);
    }

    @Override
    Decoded<SaliencyMap> decode(StoredVideo video, int frame) {
      return video.readMap(frame);
    }

    @Override
    Size size(SaliencyMap content) {
      return content.size();
    }

    @Override
    int bytes(int pixels) {
      return 2 * pixels;
    }

    @Override
    void write(SaliencyMap content, ByteBuffer buffer) {
      for (double value : content.values()) {
        buffer.putShort((short) Math.round(value * STEPS));
      }
    }

    @Override
    SaliencyMap read(Size size, ByteBuffer buffer) {
      double[] values = new double[size.pixels()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (buffer.getShort() & 0xffff) / STEPS;
      }
      return new SaliencyMap(size, values);
    }
  }
}
