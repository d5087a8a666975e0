package org.saliency.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.dataset.Split;
import org.saliency.dataset.Video;
import org.saliency.storage.LocalStorage;

/** Finds videos that are trained and validated on under two names. */
final class SharedFiles {

  private SharedFiles() {}

  /**
   * Requires that no file is on both sides of a split, whatever the videos are called: videos of
   * equal names in several folders are renamed, and folders may be links to others.
   *
   * @throws UserException naming the first one
   */
  static void requireNone(Split split) {
    Map<Path, String> trained = new HashMap<>();
    split.training().videos().forEach(video -> trained.put(file(video), video.name()));
    for (Video video : split.validation().videos()) {
      String name = trained.get(file(video));
      if (name != null) {
        throw UserException.input(
            "video '%s' to train on and video '%s' to validate on are the same file %s: give each"
                + " folder once",
            name, video.name(), file(video));
      }
    }
  }

  /** The file of the first frame, without links. */
  private static Path file(Video video) {
    Path file = Path.of(video.frames().get(0).image().path());
    try {
      return LocalStorage.resolved(file);
    } catch (IOException e) {
      return file; // whoever reads it reports that it cannot be read
    }
  }
}
