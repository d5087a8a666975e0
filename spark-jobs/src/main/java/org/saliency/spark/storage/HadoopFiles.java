package org.saliency.spark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;
import org.saliency.storage.Text;

/** Reads files of any Hadoop file system. */
public class HadoopFiles implements Storage {

  private static final int PARALLEL_REQUESTS = 8;

  private final Configuration configuration;

  /** Files as reached with these settings. */
  public HadoopFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Without checksum files on a local disk: they fail on colons and when they are stale. */
  FileSystem system(Path path) throws IOException {
    FileSystem system = path.getFileSystem(configuration);
    return system instanceof LocalFileSystem local ? local.getRaw() : system;
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

  /** Whether there is a file or folder. */
  public boolean exists(Path path) throws IOException {
    return system(path).exists(path);
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

  /** Files and folders that match a glob; may be none. */
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
    // A local path is shown as the user typed it, not as file:/…
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

  /** Content of a text file; empty if the file does not exist. */
  public Optional<String> readText(String path) throws IOException {
    return find(path).isEmpty() ? Optional.empty() : Optional.of(Text.decode(read(path)));
  }

  /**
   * Content of a JSON file; empty if the file does not exist.
   *
   * @throws UserException when it is not valid JSON of the type
   */
  public <T> Optional<T> readJson(String path, Class<T> type) throws IOException {
    return readText(path).map(text -> parse(text, path, type));
  }

  private static <T> T parse(String text, String path, Class<T> type) {
    try {
      return Json.read(text, type);
    } catch (IOException e) {
      throw UserException.input(
          e, "%s is damaged, it cannot be read as JSON: rerun the job that wrote it", path);
    }
  }

  /** Access to one file or folder. */
  public interface Access<I, O> {
    O of(I item) throws IOException;
  }

  /**
   * Accesses many files in parallel, since each request has to be waited for.
   *
   * @return results in the order of the items
   */
  public <I, O> List<O> inParallel(List<I> items, Access<I, O> access) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(items.size(), PARALLEL_REQUESTS)));
    try {
      List<Future<O>> futures = new ArrayList<>();
      for (I item : items) {
        futures.add(threads.submit(() -> access.of(item)));
      }
      List<O> results = new ArrayList<>();
      for (Future<O> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for files");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException error) {
        throw error;
      }
      throw e.getCause() instanceof IOException error ? error : new IOException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  public Configuration configuration() {
    return configuration;
  }
}
