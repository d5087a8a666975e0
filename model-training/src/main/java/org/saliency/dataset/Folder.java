package org.saliency.dataset;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.saliency.UserException;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.ImageFile;

/** A folder of a storage that is listed when first asked, and only once. */
final class Folder {

  private static final Set<String> VIDEO_ENDINGS = Set.of("mp4", "mkv", "webm", "avi", "mov");

  private final Storage storage;
  private final Entry entry;
  private List<Entry> files;
  private List<Folder> folders;

  private Folder(Storage storage, Entry entry) {
    this.storage = storage;
    this.entry = entry;
  }

  static Folder open(Storage storage, String path) {
    Entry entry;
    try {
      entry =
          storage
              .find(path)
              .orElseThrow(
                  () ->
                      UserException.input(
                          "folder %s does not exist: check the path, and that it is reachable"
                              + " from here",
                          path));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (isVideoFile(entry)) {
      throw videoFile(entry);
    }
    if (!entry.isFolder()) {
      throw UserException.input("%s is a file, not a folder: give the folder that holds it", path);
    }
    return new Folder(storage, entry);
  }

  String path() {
    return entry.path();
  }

  String name() {
    return entry.name();
  }

  /** The folders in it, in natural order of their names. */
  List<Folder> folders() {
    list();
    return folders;
  }

  Optional<Folder> folder(String name) {
    return folders().stream().filter(folder -> folder.name().equals(name)).findFirst();
  }

  /** The pictures in it, by name; other files do not count. */
  List<Entry> images() {
    return files(file -> ImageFile.isImage(file.name()));
  }

  /** The video files in it, by name. */
  List<Entry> videoFiles() {
    return files(Folder::isVideoFile);
  }

  boolean isEmpty() {
    list();
    return files.isEmpty() && folders.isEmpty();
  }

  /** What to say of a video file where frames are needed. */
  static UserException videoFile(Entry file) {
    return UserException.input(
        "%s is a video file, and video files are not read yet: extract its frames as numbered PNG"
            + " files into a folder of their own, and give that",
        file.path());
  }

  private List<Entry> files(Predicate<Entry> kind) {
    list();
    return files.stream().filter(kind).toList();
  }

  private void list() {
    if (files != null) {
      return;
    }
    List<Entry> entries;
    try {
      entries = storage.list(path());
    } catch (IOException e) {
      throw unreadable(path(), e);
    }
    files = entries.stream().filter(child -> !child.isFolder()).toList();
    folders =
        entries.stream()
            .filter(Entry::isFolder)
            .map(child -> new Folder(storage, child))
            .sorted(Comparator.comparing(Folder::name, NaturalOrder.INSTANCE))
            .toList();
  }

  private static boolean isVideoFile(Entry entry) {
    String ending = entry.name().substring(entry.name().lastIndexOf('.') + 1);
    return !entry.isFolder() && VIDEO_ENDINGS.contains(ending.toLowerCase(Locale.ROOT));
  }

  private static UserException unreadable(String path, IOException cause) {
    return UserException.input(
        cause, "folder %s cannot be listed (%s): check its rights", path, cause);
  }
}
