package org.saliency.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.map.AnnotatedFixations;
import org.saliency.storage.EntryList;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;
import org.saliency.storage.Text;
import org.saliency.video.ImageFile;

/** A folder of a storage, listed once on first use. */
final class Folder {

  private static final Set<String> VIDEO_EXTENSIONS =
      Set.of("mp4", "m4v", "mov", "qt", "3gp", "3g2", "mkv", "webm", "avi");

  /** Extensions of video files that are not read. */
  private static final Set<String> OTHER_VIDEO_EXTENSIONS =
      Set.of(
          "264", "265", "asf", "divx", "dv", "f4v", "flv", "gif", "h264", "h265", "hevc", "ivf",
          "m2t", "m2ts", "m2v", "mjpeg", "mpeg", "mpg", "mts", "mxf", "ogv", "rm", "rmvb", "ts",
          "vob", "wmv", "y4m");

  static final int NAMES_SHOWN = 20;

  private final Storage storage;
  private final Entry entry;
  private List<Entry> files;
  private List<Folder> folders;

  private Folder(Storage storage, Entry entry) {
    this.storage = storage;
    this.entry = entry;
  }

  /** The file or folder at a path. */
  static Entry find(Storage storage, String path) {
    try {
      return storage
          .find(path)
          .orElseThrow(
              () ->
                  UserException.input(
                      "folder %s does not exist: check the path and that it is accessible", path));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static Folder open(Storage storage, String path) {
    Entry entry = find(storage, path);
    if (isOtherVideoFile(entry)) {
      throw UserException.input(
          "Video file %s is of a kind that is not read: convert it to mp4", path);
    }
    if (!entry.isFolder()) {
      throw UserException.input(
          "%s is a file, not a folder, and of no kind of video or picture that is read: give a video, a"
              + " picture or a folder of them",
          path);
    }
    return new Folder(storage, entry);
  }

  String path() {
    return entry.path();
  }

  String name() {
    return entry.name();
  }

  /** Subfolders in natural order. */
  List<Folder> folders() {
    list();
    return folders;
  }

  Optional<Folder> folder(String name) {
    return folders().stream().filter(folder -> folder.name().equals(name)).findFirst();
  }

  /** Image files in name order. */
  List<Entry> images() {
    return files(Folder::isImageFile);
  }

  /** MATLAB files in name order. */
  List<Entry> matFiles() {
    return files(file -> isMatFile(file.name()));
  }

  static boolean isMatFile(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".mat");
  }

  /** Video files in name order. */
  List<Entry> videoFiles() {
    return files(Folder::isVideoFile);
  }

  /** Names of the video files that are not read, in this folder and in listed folders in it. */
  Stream<String> otherVideoFiles() {
    return files == null
        ? Stream.empty()
        : Stream.concat(
            files.stream().filter(Folder::isOtherVideoFile).map(Entry::name),
            folders.stream().flatMap(Folder::otherVideoFiles));
  }

  boolean isEmpty() {
    list();
    return files.isEmpty() && folders.isEmpty();
  }

  /** Files of a kind in name order. */
  List<Entry> files(Predicate<Entry> kind) {
    list();
    return files.stream().filter(kind).toList();
  }

  /** The text of a file of this storage. */
  String text(Entry file) {
    try {
      return Text.decode(storage.read(file.path()));
    } catch (IOException e) {
      throw StorageException.of(e, "file %s cannot be read: %s", file.path(), e);
    }
  }

  /** The numbers of the pictures in an annotation file of this storage, by file name. */
  Map<String, Integer> annotatedImages(Entry file) {
    try (InputStream stream = storage.open(file.path())) {
      return AnnotatedFixations.images(stream, file.path());
    } catch (IOException e) {
      throw UserException.input(e, "annotations %s cannot be read: %s", file.path(), e);
    }
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
    files = EntryList.of(entries.stream().filter(child -> !child.isFolder()).toList());
    folders =
        entries.stream()
            .filter(Entry::isFolder)
            .map(child -> new Folder(storage, child))
            .sorted(Comparator.comparing(Folder::name, NaturalOrder.INSTANCE))
            .toList();
  }

  /** Whether an entry is a file with a video extension. */
  static boolean isVideoFile(Entry entry) {
    return !entry.isFolder() && hasVideoEnding(entry.name());
  }

  /** Whether an entry is a file with an image's extension. */
  static boolean isImageFile(Entry entry) {
    return !entry.isFolder() && ImageFile.isImage(entry.name());
  }

  /** Whether a name ends as those of video files do. */
  static boolean hasVideoEnding(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return VIDEO_EXTENSIONS.contains(ending.toLowerCase(Locale.ROOT));
  }

  /** The first names of a list. */
  static String summary(List<String> names) {
    return Text.first(names, NAMES_SHOWN);
  }

  private static boolean isOtherVideoFile(Entry entry) {
    String ending = entry.name().substring(entry.name().lastIndexOf('.') + 1);
    return !entry.isFolder() && OTHER_VIDEO_EXTENSIONS.contains(ending.toLowerCase(Locale.ROOT));
  }

  private static UserException unreadable(String path, IOException cause) {
    if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
      return StorageException.reading(path, cause); // deleted after it was listed
    }
    return StorageException.of(
        cause, "folder %s cannot be listed (%s): check its permissions", path, cause);
  }
}
