package org.saliency.dataset;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;

/** Finds out what video files hold: one after the other, or many at once on a cluster. */
public interface VideoIndexer {

  /**
   * What came of some files.
   *
   * @param indexes of the files that can be read, by path
   * @param faults of the others, by path
   */
  record Indexed(Map<String, VideoIndex> indexes, Map<String, UserException> faults) {}

  /** Reads all the files. */
  Indexed index(List<Entry> files);

  /** Reads one file after the other. */
  static VideoIndexer oneByOne(Storage storage) {
    return files -> {
      Indexed indexed = new Indexed(new HashMap<>(), new HashMap<>());
      for (Entry file : files) {
        try {
          indexed.indexes().put(file.path(), read(storage, file.path()));
        } catch (UserException fault) {
          indexed.faults().put(file.path(), fault);
        }
      }
      return indexed;
    };
  }

  /**
   * Reads one file.
   *
   * @throws UserException when it is damaged or no video
   */
  static VideoIndex read(Storage storage, String path) {
    try (SeekableInput input = storage.openSeekable(path)) {
      return VideoIndex.read(input, path);
    } catch (IOException e) {
      throw UserException.input(e, "video file %s cannot be read: %s", path, e);
    }
  }
}
