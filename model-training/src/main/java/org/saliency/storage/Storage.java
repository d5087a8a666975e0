package org.saliency.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The files that data is read from: the local disk ({@link LocalStorage}) or any file system that a
 * job adds. Paths are what the user typed or what a listing gave; nothing is percent-decoded.
 */
public interface Storage {

  /**
   * One file or folder.
   *
   * @param path opens it again through the same storage
   * @param name last part of the path
   * @param isFolder whether it holds others
   * @param length bytes; 0 for a folder
   * @param modified milliseconds since the epoch
   */
  record Entry(String path, String name, boolean isFolder, long length, long modified) {}

  /** What is at a path; empty when there is nothing. */
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

  /** Opens a file for reading from any place; the caller closes it. */
  SeekableInput openSeekable(String path) throws IOException;

  /** A whole file. */
  default byte[] read(String path) throws IOException {
    try (InputStream stream = open(path)) {
      return stream.readAllBytes();
    }
  }
}
