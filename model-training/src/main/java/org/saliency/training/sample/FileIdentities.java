package org.saliency.training.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.saliency.dataset.FrameLocation;
import org.saliency.hash.Sha256;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;

/**
 * Where frames and maps are in a {@link FrameCache}: entries of a video file are a group, named for
 * its path, length and modification time, and entries of the pictures of a folder are one.
 */
final class FileIdentities {

  private static final String FORMAT = "1";
  private static final int DIGITS = 24;

  private final Storage storage;
  private final String form;
  private final Map<String, Optional<String>> groups = new ConcurrentHashMap<>();

  /**
   * Identities of files in a form.
   *
   * @param form what is kept of them
   */
  FileIdentities(Storage storage, String form) {
    this.storage = storage;
    this.form = form;
  }

  /** Group and name of an entry. */
  record Place(String group, String name) {}

  /** The place of a frame or map; empty if its file cannot be found. */
  Optional<Place> place(FrameLocation location) {
    if (!location.isFile()) {
      return group(location).map(group -> new Place(group, Integer.toString(location.number())));
    }
    return find(location.path())
        .flatMap(
            entry ->
                group(location)
                    .map(
                        group ->
                            new Place(
                                group,
                                hash(entry.name(), entry.length() + " " + entry.modified()))));
  }

  /** The group of a frame or map. */
  Optional<String> group(FrameLocation location) {
    return location.isFile()
        ? Optional.of(hash("pictures", absolute(location.path()).getParent().toString()))
        : groups.computeIfAbsent(
            location.path(),
            path ->
                find(path)
                    .map(
                        entry ->
                            hash(
                                absolute(path).toString(),
                                entry.length() + " " + entry.modified())));
  }

  private Optional<Entry> find(String path) {
    try {
      return storage.find(path);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  private String hash(String first, String second) {
    return new Sha256()
        .add(String.join("\n", FORMAT, form, first, second))
        .hex()
        .substring(0, DIGITS);
  }
}
