package org.saliency.spark.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.dataset.VideoIndexer;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;

/**
 * Indexes each video file once: indexes are kept by path, length and modification time. Beyond a
 * total number of frames the least recently used indexes are dropped. Thread-safe.
 */
public final class VideoIndexCache {

  private final long maxFrames;
  private final Map<Key, VideoIndex> indexes = new LinkedHashMap<>(16, 0.75f, true);
  private long frames;
  private boolean hasNew;

  /** A cache without a limit. */
  public VideoIndexCache() {
    this(Long.MAX_VALUE);
  }

  /**
   * A cache with a limit.
   *
   * @param maxFrames total frames of the kept videos; a frame takes about 15 bytes
   */
  public VideoIndexCache(long maxFrames) {
    this.maxFrames = maxFrames;
  }

  private record Key(String path, long length, long modified) {

    static Key of(Entry file) {
      return new Key(file.path(), file.length(), file.modified());
    }
  }

  /** An indexer that takes what this cache has and passes all other files on in one call. */
  public VideoIndexer over(VideoIndexer indexer) {
    return files -> {
      VideoIndexer.Indexed indexed = new VideoIndexer.Indexed(new HashMap<>(), new HashMap<>());
      List<Entry> unknown = new ArrayList<>();
      for (Entry file : files) {
        VideoIndex index = find(file);
        if (index == null) {
          unknown.add(file);
        } else {
          indexed.indexes().put(file.path(), index);
        }
      }
      if (!unknown.isEmpty()) {
        VideoIndexer.Indexed found = indexer.index(unknown);
        indexed.indexes().putAll(found.indexes());
        indexed.errors().putAll(found.errors());
        keep(unknown, found.indexes());
      }
      return indexed;
    };
  }

  private synchronized VideoIndex find(Entry file) {
    return indexes.get(Key.of(file));
  }

  private synchronized void keep(List<Entry> files, Map<String, VideoIndex> found) {
    for (Entry file : files) {
      VideoIndex index = found.get(file.path());
      if (index != null) {
        put(Key.of(file), index);
        hasNew = true;
      }
    }
  }

  private void put(Key key, VideoIndex index) {
    VideoIndex previous = indexes.put(key, index);
    frames += index.frames() - (previous == null ? 0 : previous.frames());
    Iterator<VideoIndex> oldest = indexes.values().iterator();
    while (frames > maxFrames) {
      frames -= oldest.next().frames();
      oldest.remove();
    }
  }

  /** Adds indexes of an earlier run. */
  public synchronized void restore(Collection<IndexedVideo> videos) {
    videos.forEach(
        video -> put(new Key(video.path(), video.length(), video.modified()), video.index()));
  }

  /** Whether files were indexed that {@link #restore} had not added. */
  public synchronized boolean hasNew() {
    return hasNew;
  }

  /** Everything in this cache. */
  public synchronized List<IndexedVideo> videos() {
    List<IndexedVideo> videos = new ArrayList<>();
    indexes.forEach(
        (key, index) ->
            videos.add(new IndexedVideo(key.path(), key.length(), key.modified(), index)));
    return videos;
  }
}
