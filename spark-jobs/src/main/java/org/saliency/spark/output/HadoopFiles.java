package org.saliency.spark.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;

/** Files of any Hadoop file system, to read and to write. */
public final class HadoopFiles implements Storage {

  private final Configuration configuration;

  /** Files by the settings of a cluster. */
  public HadoopFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  private FileSystem system(Path path) throws IOException {
    FileSystem system = path.getFileSystem(configuration);
    // No hidden .crc file beside each map on a local disk.
    system.setWriteChecksum(false);
    return system;
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    Path file = new Path(path);
    try {
      return Optional.of(entry(system(file).getFileStatus(file)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    Path path = new Path(folder);
    List<Entry> entries = new ArrayList<>();
    for (FileStatus status : system(path).listStatus(path)) {
      char first = status.getPath().getName().charAt(0);
      if (first != '.' && first != '_') {
        entries.add(entry(status));
      }
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public InputStream open(String path) throws IOException {
    Path file = new Path(path);
    return system(file).open(file);
  }

  @Override
  public SeekableInput openSeekable(String path) throws IOException {
    Path file = new Path(path);
    FileSystem system = system(file);
    long length = system.getFileStatus(file).getLen();
    FSDataInputStream stream = system.open(file);
    return new SeekableInput() {
      @Override
      public int read(byte[] buffer, int offset, int count) throws IOException {
        return stream.read(buffer, offset, count);
      }

      @Override
      public void seek(long position) throws IOException {
        stream.seek(position);
      }

      @Override
      public long length() {
        return length;
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  /** What a glob matches; empty when nothing does. */
  public List<Entry> glob(String pattern) throws IOException {
    Path path = new Path(pattern);
    FileStatus[] matches = system(path).globStatus(path);
    List<Entry> entries = new ArrayList<>();
    for (FileStatus status : matches == null ? new FileStatus[0] : matches) {
      entries.add(entry(status));
    }
    return entries;
  }

  private static Entry entry(FileStatus status) {
    // A local path reads as the user typed it, not as file:/…
    Path path =
        "file".equals(status.getPath().toUri().getScheme())
            ? Path.getPathWithoutSchemeAndAuthority(status.getPath())
            : status.getPath();
    return new Entry(
        path.toString(),
        path.getName(),
        status.isDirectory(),
        status.isDirectory() ? 0 : status.getLen(),
        status.getModificationTime());
  }

  /** The text of a file, as UTF-8; empty when it is not there. */
  Optional<String> readText(String path) throws IOException {
    return find(path).isEmpty()
        ? Optional.empty()
        : Optional.of(new String(read(path), StandardCharsets.UTF_8));
  }

  /**
   * What a JSON file holds; empty when it is not there.
   *
   * @throws UserException when it is damaged
   */
  <T> Optional<T> readJson(String path, Class<T> type) throws IOException {
    return readText(path).map(text -> json(text, path, type));
  }

  private static <T> T json(String text, String path, Class<T> type) {
    try {
      return Json.read(text, type);
    } catch (IOException e) {
      throw UserException.input(
          e, "%s is damaged, it cannot be read as JSON: run the job that wrote it again", path);
    }
  }

  /** Whether there is a file or folder. */
  boolean exists(Path path) throws IOException {
    return system(path).exists(path);
  }

  /** Writes a file, replacing an older one; folders are made as needed. */
  void write(Path file, byte[] bytes) throws IOException {
    try (OutputStream stream = system(file).create(file, true)) {
      stream.write(bytes);
    }
  }

  /** Writes text as UTF-8, replacing an older file; folders are made as needed. */
  public void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Moves a file to its final name, over an older one. */
  void publish(Path from, Path to) throws IOException {
    FileSystem system = system(to);
    system.mkdirs(to.getParent());
    if (!system.rename(from, to)) {
      system.delete(to, false);
      if (!system.rename(from, to)) {
        throw new IOException(from + " could not be moved to " + to);
      }
    }
  }

  /** Removes a file or a whole folder, if it is there. */
  void delete(Path path) throws IOException {
    system(path).delete(path, true);
  }

  /** A file as Parquet writes it. */
  HadoopOutputFile parquetFile(Path path) throws IOException {
    system(path);
    return HadoopOutputFile.fromPath(path, configuration);
  }

  Configuration configuration() {
    return configuration;
  }
}
