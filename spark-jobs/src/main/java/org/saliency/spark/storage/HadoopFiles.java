package org.saliency.spark.storage;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;

/** Files of any Hadoop file system, to read and to write. */
public final class HadoopFiles implements Storage {

  private static final int FILES_AT_ONCE = 8;

  private final Configuration configuration;

  /** Files by the settings of a cluster. */
  public HadoopFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  private FileSystem readable(Path path) throws IOException {
    return path.getFileSystem(configuration);
  }

  private FileSystem system(Path path) throws IOException {
    FileSystem system = readable(path);
    // No hidden .crc file beside each map on a local disk.
    system.setWriteChecksum(false);
    return system;
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    Path file = new Path(path);
    try {
      return Optional.of(entry(readable(file).getFileStatus(file)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    Path path = new Path(folder);
    List<Entry> entries = new ArrayList<>();
    for (FileStatus status : readable(path).listStatus(path)) {
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
    return readable(file).open(file);
  }

  @Override
  public SeekableInput openSeekable(String path) throws IOException {
    Path file = new Path(path);
    FileSystem system = readable(file);
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
    FileStatus[] matches = readable(path).globStatus(path);
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
  public Optional<String> readText(String path) throws IOException {
    return find(path).isEmpty()
        ? Optional.empty()
        : Optional.of(new String(read(path), StandardCharsets.UTF_8));
  }

  /**
   * What a JSON file holds; empty when it is not there.
   *
   * @throws UserException when it is damaged
   */
  public <T> Optional<T> readJson(String path, Class<T> type) throws IOException {
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
  public boolean exists(Path path) throws IOException {
    return system(path).exists(path);
  }

  /**
   * Whether a file appears whole when its stream is closed, as on object stores, where renaming is
   * copying; elsewhere a file grows in sight and a rename is one step.
   */
  public boolean filesAppearWhole(Path path) throws IOException {
    return system(path).hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  /** Writes a file that nobody reads before it is published; folders are made as needed. */
  public void stage(Path file, byte[] bytes) throws IOException {
    FileSystem system = system(file);
    if (system instanceof LocalFileSystem disk) {
      // Without its native library, Hadoop starts a process, chmod, for each file of a local disk.
      java.nio.file.Path local = disk.pathToFile(file).toPath();
      Files.createDirectories(local.getParent());
      Files.write(local, bytes);
      return;
    }
    try (OutputStream stream = system.create(file, true)) {
      stream.write(bytes);
    } catch (FSError e) {
      throw fault(e);
    }
  }

  /** The fault of a local disk, which Hadoop tells as an error of Java. */
  public static IOException fault(FSError error) {
    return error.getCause() instanceof IOException cause ? cause : new IOException(error);
  }

  /** Writes text as UTF-8, whole or not at all, over an older file; folders are made as needed. */
  public void write(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (filesAppearWhole(file)) {
      put(new ByteArrayInputStream(bytes), file);
      return;
    }
    Path partial =
        new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID() + ".partial");
    try {
      stage(partial, bytes);
      replace(partial, file);
    } catch (IOException e) {
      deleteAfter(e, partial);
      throw e;
    }
  }

  private void deleteAfter(IOException fault, Path partial) {
    try {
      delete(partial);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  /**
   * Writes text as UTF-8 to a file that is not there yet.
   *
   * @throws FileAlreadyExistsException when it is
   */
  public void writeNew(Path file, String text) throws IOException {
    try (OutputStream stream = system(file).create(file, false)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (FSError e) {
      throw fault(e);
    }
  }

  /** Copies a file of the local disk. */
  public void copyFromDisk(java.nio.file.Path from, Path to) throws IOException {
    try (InputStream bytes = Files.newInputStream(from);
        OutputStream stream = system(to).create(to, true)) {
      bytes.transferTo(stream);
    } catch (FSError e) {
      throw fault(e);
    }
  }

  /**
   * Moves staged files to their final names, over older ones. Each appears whole; what happens
   * between two of them is for the caller to tell.
   *
   * @param moves final name by staged name
   */
  public void publish(Map<Path, Path> moves) throws IOException {
    if (moves.isEmpty()) {
      return;
    }
    if (filesAppearWhole(moves.values().iterator().next())) {
      inParallel(
          List.copyOf(moves.entrySet()),
          move -> {
            try (InputStream bytes = system(move.getKey()).open(move.getKey())) {
              put(bytes, move.getValue());
            }
            return null;
          });
      return;
    }
    for (Path folder : moves.values().stream().map(Path::getParent).distinct().toList()) {
      system(folder).mkdirs(folder);
    }
    for (Map.Entry<Path, Path> move : moves.entrySet()) {
      replace(move.getKey(), move.getValue());
    }
  }

  /** Moves a file in one step, over an older one. */
  private void replace(Path from, Path to) throws IOException {
    // A local disk replaces what is there; HDFS refuses to, unless it is asked in this other way.
    FileSystem system = system(to);
    if (!system.rename(from, to)) {
      FileContext.getFileContext(system.getUri(), configuration)
          .rename(system.makeQualified(from), system.makeQualified(to), Options.Rename.OVERWRITE);
    }
  }

  /** Writes a file that appears whole; what is written in part is given up. */
  private void put(InputStream bytes, Path file) throws IOException {
    FSDataOutputStream stream = system(file).create(file, true);
    try {
      bytes.transferTo(stream);
    } catch (IOException e) {
      stream.abort();
      throw e;
    }
    stream.close();
  }

  /** Access to one file or folder. */
  public interface Access<I, O> {
    O of(I item) throws IOException;
  }

  /** Does the same to many files side by side, since each has to be waited for. */
  public <I, O> List<O> inParallel(List<I> items, Access<I, O> access) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(items.size(), FILES_AT_ONCE)));
    try {
      List<Future<O>> results = new ArrayList<>();
      for (I item : items) {
        results.add(threads.submit(() -> access.of(item)));
      }
      List<O> done = new ArrayList<>();
      for (Future<O> result : results) {
        done.add(result.get());
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while files were waited for");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Removes a file or a whole folder, if it is there. */
  public void delete(Path path) throws IOException {
    system(path).delete(path, true);
  }

  /** Removes a folder, if it is there and holds nothing. */
  public void deleteIfEmpty(Path folder) throws IOException {
    FileSystem system = system(folder);
    if (system.exists(folder) && system.listStatus(folder).length == 0) {
      system.delete(folder, false);
    }
  }

  /** A file as Parquet writes it. */
  public HadoopOutputFile parquetFile(Path path) throws IOException {
    system(path);
    return HadoopOutputFile.fromPath(path, configuration);
  }

  public Configuration configuration() {
    return configuration;
  }
}
