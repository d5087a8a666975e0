package org.saliency.spark.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.dataset.VideoIndexer;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;

/**
 * Looks into each video file once: what was found is kept by path, length and time of change. When
 * the videos that are kept have more than a number of frames, those not asked for lately are
 * dropped. For any number of threads.
 */
final class VideoIndexCache {

  /** Frames that take about 300 MB. */
  private static final long MOST_FRAMES = 20_000_000;

  /** Those of this JVM, which is one for all sessions of a driver: an index depends on none. */
  static final VideoIndexCache SHARED = new VideoIndexCache(MOST_FRAMES);

  private final long mostFrames;
  private final Map<Key, VideoIndex> known = new LinkedHashMap<>(16, 0.75f, true);
  private long frames;

  VideoIndexCache(long mostFrames) {
    this.mostFrames = mostFrames;
  }

  /** What a file is known by. */
  private record Key(String path, long length, long modified) {

    static Key of(Entry file) {
      return new Key(file.path(), file.length(), file.modified());
    }
  }

  /** What files hold; those that are not known are looked into by an indexer, all in one go. */
  VideoIndexer.Indexed index(List<Entry> files, VideoIndexer indexer) {
    VideoIndexer.Indexed indexed = new VideoIndexer.Indexed(new HashMap<>(), new HashMap<>());
    List<Entry> unknown = new ArrayList<>();
    for (Entry file : files) {
      find(file)
          .ifPresentOrElse(
              index -> indexed.indexes().put(file.path(), index), () -> unknown.add(file));
    }
    if (!unknown.isEmpty()) {
      VideoIndexer.Indexed found = indexer.index(unknown);
      indexed.indexes().putAll(found.indexes());
      indexed.errors().putAll(found.errors());
      unknown.forEach(
          file ->
              Optional.ofNullable(found.indexes().get(file.path())).ifPresent(i -> keep(file, i)));
    }
    return indexed;
  }

  private synchronized Optional<VideoIndex> find(Entry file) {
    return Optional.ofNullable(known.get(Key.of(file)));
  }

  private synchronized void keep(Entry file, VideoIndex index) {
    VideoIndex former = known.put(Key.of(file), index);
    frames += index.frames() - (former == null ? 0 : former.frames());
    Iterator<VideoIndex> oldest = known.values().iterator();
    while (frames > mostFrames) {
      frames -= oldest.next().frames();
      oldest.remove();
    }
  }
}
