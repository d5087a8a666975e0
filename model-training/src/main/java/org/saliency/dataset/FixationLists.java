package org.saliency.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.AnnotatedFixations;
import org.saliency.map.FixationList;
import org.saliency.map.Fixations;
import org.saliency.storage.ReportedStorage;
import org.saliency.storage.Storage;

/** A cache of the most recently used files with the fixations of many frames. Thread-safe. */
final class FixationLists {

  private static final int MAX_LISTS = 8;

  private final Storage storage;
  private final Map<Key, Map<Integer, Fixations>> lists =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Map<Integer, Fixations>> eldest) {
          return size() > MAX_LISTS;
        }
      };

  FixationLists(Storage storage) {
    this.storage = storage;
  }

  private record Key(String path, Size size) {}

  /**
   * The fixations of a frame.
   *
   * @param size of the video's frames
   * @throws UserException when the list cannot be read, ends before the frame, or continues after
   *     the last frame of the video
   */
  synchronized Fixations read(FrameLocation location, Size size) {
    Map<Integer, Fixations> list =
        lists.computeIfAbsent(new Key(location.path(), size), key -> read(location.path(), size));
    Fixations fixations = list.get(location.number());
    if (fixations == null) {
      throw UserException.input(
          "fixations %s have %d frames, but frame %d (from 0) of the video was requested: give the"
              + " list of this video",
          location.path(), list.size(), location.number());
    }
    if (location.isLast() && list.size() > location.number() + 1) {
      throw UserException.input(
          "fixations %s have %d frames, but their video has %d: give the list of this video",
          location.path(), list.size(), location.number() + 1);
    }
    return fixations;
  }

  private Map<Integer, Fixations> read(String path, Size size) {
    try (InputStream stream = new BufferedInputStream(ReportedStorage.of(storage).open(path))) {
      if (AnnotatedFixations.isAnnotated(stream)) {
        return AnnotatedFixations.read(stream, path);
      }
      Map<Integer, Fixations> all = new HashMap<>();
      try (FixationList list = FixationList.open(stream, path, size)) {
        list.forEachRemaining(fixations -> all.put(all.size(), fixations));
      }
      return all;
    } catch (IOException e) {
      throw StorageException.reading(path, e);
    }
  }
}
