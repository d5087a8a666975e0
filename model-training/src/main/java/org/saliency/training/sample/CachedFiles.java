package org.saliency.training.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.saliency.StorageException;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Size;
import org.saliency.storage.Storage;
import org.saliency.training.sample.FileIdentities.Place;
import org.saliency.video.Decoded;
import org.saliency.video.StoredVideo;
import org.saliency.video.VideoIndex;

/**
 * Frames, or maps, at a limited size, kept in a cache. Those of a video file are decoded with all
 * {@linkplain WantedFrames wanted} ones up to the next key frame, by one thread. Thread-safe.
 */
abstract class CachedFiles<T> {

  private static final int HEADER_BYTES = 4 * Integer.BYTES;

  private final Storage storage;
  private final Map<String, VideoIndex> indexes;
  private final SizeLimit limit;
  private final Optional<FrameCache> cache;
  private final WantedFrames wanted;
  private final FileIdentities identities;
  private final Map<String, Object> runs = new ConcurrentHashMap<>();

  CachedFiles(
      Storage storage,
      Map<String, VideoIndex> indexes,
      SizeLimit limit,
      Optional<FrameCache> cache,
      WantedFrames wanted) {
    this.storage = storage;
    this.indexes = indexes;
    this.limit = limit;
    this.cache = cache;
    this.wanted = wanted;
    this.identities = new FileIdentities(storage, getClass().getSimpleName() + " " + limit);
  }

  /** Reads without the cache. */
  abstract Scaled<T> readStored(FrameLocation location, SizeLimit to);

  /** Decodes a frame of a video file that was opened at its final size. */
  abstract Decoded<T> decode(StoredVideo video, int frame);

  /** The decoded content as it is kept. */
  abstract T kept(T content);

  /** The size of a content. */
  abstract Size size(T content);

  /** Bytes of a content of some pixels. */
  abstract int bytes(int pixels);

  abstract void write(T content, ByteBuffer buffer);

  abstract T read(Size size, ByteBuffer buffer);

  /** Reads a frame or map. */
  final Scaled<T> read(FrameLocation location) {
    Optional<Place> place = cache.flatMap(files -> identities.place(location));
    Optional<Scaled<T>> kept = place.flatMap(this::find);
    if (kept.isPresent()) {
      return kept.get();
    }
    if (place.isEmpty() || cache.get().isFull()) {
      return readStored(location, limit);
    }
    return location.isFile() ? picture(location, place.get()) : footage(location, place.get());
  }

  /** The groups of files in the cache. */
  final Set<String> groups(Iterable<FrameLocation> locations) {
    Set<String> groups = new HashSet<>();
    locations.forEach(location -> identities.group(location).ifPresent(groups::add));
    return groups;
  }

  private Optional<Scaled<T>> find(Place place) {
    return cache.get().read(place.group(), place.name()).flatMap(this::parse);
  }

  private Optional<Scaled<T>> parse(ByteBuffer buffer) {
    if (buffer.remaining() < HEADER_BYTES) {
      return Optional.empty();
    }
    Size own = new Size(buffer.getInt(), buffer.getInt());
    Size size = new Size(buffer.getInt(), buffer.getInt());
    return buffer.remaining() == bytes(size.pixels())
        ? Optional.of(new Scaled<>(read(size, buffer), own))
        : Optional.empty();
  }

  private void keep(Place place, Scaled<T> scaled) {
    Size size = size(scaled.content());
    ByteBuffer buffer = FrameCache.buffer(HEADER_BYTES + bytes(size.pixels()));
    buffer.putInt(scaled.own().width()).putInt(scaled.own().height());
    buffer.putInt(size.width()).putInt(size.height());
    write(scaled.content(), buffer);
    cache.get().write(place.group(), place.name(), buffer);
  }

  /** Only pictures that had to be scaled are kept. */
  private Scaled<T> picture(FrameLocation location, Place place) {
    Scaled<T> scaled = readStored(location, limit);
    if (!size(scaled.content()).equals(scaled.own())) {
      keep(place, scaled);
    }
    return scaled;
  }

  private Scaled<T> footage(FrameLocation location, Place place) {
    VideoIndex index = indexes.get(location.path());
    int start = index.keyFrameAtOrBefore(location.number());
    Object run = runs.computeIfAbsent(location.path() + "\n" + start, key -> new Object());
    synchronized (run) {
      Optional<Scaled<T>> kept = find(place); // decoded by another thread
      return kept.isPresent() ? kept.get() : decodeRun(location, place.group(), index, start);
    }
  }

  private Scaled<T> decodeRun(FrameLocation location, String group, VideoIndex index, int start) {
    BitSet numbers = missing(location, group, index, start);
    Size size = limit.of(index.size());
    Scaled<T> result = null;
    try (StoredVideo video =
        StoredVideo.open(
            storage,
            location.path(),
            index.span(numbers.nextSetBit(0), numbers.length() - 1),
            Optional.of(size))) {
      for (int n = numbers.nextSetBit(0); n >= 0; n = numbers.nextSetBit(n + 1)) {
        Decoded<T> frame = decode(video, n);
        if (frame.error().isPresent()) {
          if (n == location.number()) {
            throw frame.error().get();
          }
          continue;
        }
        Scaled<T> scaled = new Scaled<>(kept(frame.require()), index.size());
        keep(new Place(group, Integer.toString(n)), scaled);
        if (n == location.number()) {
          result = scaled;
        }
      }
    } catch (IOException e) {
      throw StorageException.reading(location.path(), e);
    }
    return result;
  }

  /** The wanted frames from a key frame to the next that are not kept, and the one asked for. */
  private BitSet missing(FrameLocation location, String group, VideoIndex index, int start) {
    int end = location.number() + 1;
    while (end < index.frames() && index.keyFrameAtOrBefore(end) == start) {
      end++;
    }
    BitSet all = wanted.in(location.path());
    BitSet numbers = new BitSet();
    for (int n = all.nextSetBit(start); n >= 0 && n < end; n = all.nextSetBit(n + 1)) {
      if (!cache.get().contains(group, Integer.toString(n))) {
        numbers.set(n);
      }
    }
    numbers.set(location.number());
    return numbers;
  }
}
