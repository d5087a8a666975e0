package org.saliency.dataset;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.storage.ReportedStorage;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;

/** Indexes video files, sequentially or in parallel on a cluster. */
public interface VideoIndexer {

  /**
   * The result for some files.
   *
   * @param indexes of the readable files, by path
   * @param errors of the other files, by path
   */
  record Indexed(Map<String, VideoIndex> indexes, Map<String, UserException> errors) {}

  /** Indexes all files. */
  Indexed index(List<Entry> files);

  /** Indexes one file after the other. */
  static VideoIndexer oneByOne(Storage storage) {
    return files -> {
      Indexed indexed = new Indexed(new HashMap<>(), new HashMap<>());
      for (Entry file : files) {
        try {
          indexed.indexes().put(file.path(), read(storage, file.path()));
        } catch (StorageException e) {
          throw e;
        } catch (UserException e) {
          indexed.errors().put(file.path(), e);
        }
      }
      return indexed;
    };
  }

  /**
   * Indexes a file.
   *
   * @throws StorageException when it cannot be read
   * @throws UserException when it is damaged or not a video
   */
  static VideoIndex read(Storage storage, String path) {
    try (SeekableInput input = ReportedStorage.of(storage).openSeekable(path)) {
      return VideoIndex.read(input, path);
    } catch (IOException e) {
      throw StorageException.reading(path, e);
    }
  }
}
