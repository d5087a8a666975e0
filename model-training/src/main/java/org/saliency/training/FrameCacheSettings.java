package org.saliency.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.settings.Settings;
import org.saliency.training.sample.FrameCache;

/**
 * Settings of the cache of frames.
 *
 * @param folder empty for one in the user's cache folder
 * @param gigabytes maximum size of the frames; 0 for no cache
 */
record FrameCacheSettings(Optional<Path> folder, double gigabytes) {

  /** Reads the section {@code train.frame-cache}. */
  static FrameCacheSettings from(Settings settings) {
    String folder = settings.text("folder");
    return new FrameCacheSettings(
        folder.equals("auto") ? Optional.empty() : Optional.of(Path.of(folder)),
        settings.number("gigabytes", 0, 1e6));
  }

  /**
   * The cache; empty for none.
   *
   * @throws UserException if the folder of the settings cannot be created
   */
  Optional<FrameCache> open() {
    return place().map(root -> new FrameCache(root.resolve("frames"), (long) (gigabytes * 1e9)));
  }

  /** The folder of the indexes of video files; empty for none. */
  Optional<Path> indexes() {
    return place().map(root -> root.resolve("indexes"));
  }

  private Optional<Path> place() {
    if (gigabytes == 0) {
      return Optional.empty();
    }
    folder.ifPresent(FrameCacheSettings::create);
    return Optional.of(folder.orElseGet(FrameCacheSettings::ofUser));
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw UserException.usage(
          "train.frame-cache.folder %s cannot be created (%s): choose another folder, or set"
              + " train.frame-cache.gigabytes = 0",
          folder, e);
    }
  }

  private static Path ofUser() {
    String caches = System.getenv("XDG_CACHE_HOME");
    Path root =
        caches == null || caches.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(caches);
    return root.resolve("saliency");
  }
}
