package org.saliency.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.FixationList;
import org.saliency.map.Fixations;
import org.saliency.storage.ReportedStorage;
import org.saliency.storage.Storage;

/** A cache of the most recently used fixation lists. Thread-safe. */
final class FixationLists {

  private static final int MAX_LISTS = 8;

  private final Storage storage;
  private final Map<Key, List<Fixations>> lists =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, List<Fixations>> eldest) {
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
   * @throws UserException when the list cannot be read or ends before the frame
   */
  synchronized Fixations read(FrameLocation location, Size size) {
    List<Fixations> list =
        lists.computeIfAbsent(new Key(location.path(), size), key -> read(location.path(), size));
    if (location.number() >= list.size()) {
      throw UserException.input(
          "fixations %s have %d frames, but frame %d (from 0) of the video was requested: give the"
              + " list of this video",
          location.path(), list.size(), location.number());
    }
    return list.get(location.number());
  }

  private List<Fixations> read(String path, Size size) {
    List<Fixations> all = new ArrayList<>();
    try (FixationList list =
        FixationList.open(ReportedStorage.of(storage).open(path), path, size)) {
      list.forEachRemaining(all::add);
    } catch (IOException e) {
      throw StorageException.reading(path, e);
    }
    return all;
  }
}
