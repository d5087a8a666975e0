package org.saliency.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Read access to files: on the local disk ({@link LocalStorage}) or any other file system. Paths
 * are used as typed by the user or returned by a listing, without percent-decoding.
 */
public interface Storage {

  /**
   * One file or folder.
   *
   * @param path for use with the same storage
   * @param name last part of the path
   * @param length bytes; 0 for a folder
   * @param modified milliseconds since the epoch
   */
  record Entry(String path, String name, boolean isFolder, long length, long modified) {}

  /** The file or folder at a path. */
  Optional<Entry> find(String path) throws IOException;

  /** What a folder holds, by name, without {@linkplain #isHidden hidden} entries. */
  List<Entry> list(String folder) throws IOException;

  /**
   * Whether a file or folder is none of the user's data: a leading dot, Spark's own files, or what
   * network drives and desktops leave behind. Other names with a leading underscore are data.
   */
  static boolean isHidden(String name) {
    return name.startsWith(".") || HiddenNames.ALL.contains(name);
  }

  /** Opens a file from its start; the caller closes it. */
  InputStream open(String path) throws IOException;

  /** Opens a file for random access; the caller closes it. */
  SeekableInput openSeekable(String path) throws IOException;

  /** Reads a whole file. */
  default byte[] read(String path) throws IOException {
    try (InputStream stream = open(path)) {
      return stream.readAllBytes();
    }
  }
}
