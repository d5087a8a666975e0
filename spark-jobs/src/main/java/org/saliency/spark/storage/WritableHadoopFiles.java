package org.saliency.spark.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;

/** Reads and writes files of any Hadoop file system. */
public final class WritableHadoopFiles extends HadoopFiles {

  private static final String PARTIAL = ".partial";
  private static final String WITHOUT_PROBES = "fs.s3a.create.performance";

  /** Files as reached with these settings. */
  public WritableHadoopFiles(Configuration configuration) {
    super(configuration);
  }

  @Override
  FileSystem system(Path path) throws IOException {
    // No hidden .crc file beside each table that Parquet writes to a local disk.
    fileSystem(path).setWriteChecksum(false);
    return super.system(path);
  }

  /**
   * Whether a file appears complete when its stream is closed, as on object stores, where renaming
   * means copying. On other systems a file grows visibly and a rename is atomic.
   */
  public boolean filesAppearComplete(Path path) throws IOException {
    return system(path).hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  /** Writes a file that nobody reads before it is published; creates missing folders. */
  public void stage(Path file, byte[] bytes) throws IOException {
    FileSystem system = system(file);
    try {
      if (system instanceof RawLocalFileSystem disk && "file".equals(system.getUri().getScheme())) {
        // Without its native library, Hadoop starts a process, chmod, for each file of a local
        // disk.
        java.nio.file.Path local = disk.pathToFile(file).toPath();
        Files.createDirectories(local.getParent());
        Files.write(local, bytes);
      } else {
        create(system, file, bytes);
      }
    } catch (FSError e) {
      throw named(file, ioException(e));
    } catch (IOException e) {
      throw named(file, e);
    }
  }

  private static void create(FileSystem system, Path file, byte[] bytes) throws IOException {
    try (OutputStream stream = system.create(file, true)) {
      stream.write(bytes);
    }
  }

  /** An error with the name of the written file, which those of a full disk lack. */
  private static IOException named(Path file, IOException error) {
    if (error.getClass() != IOException.class) {
      return error;
    }
    IOException named =
        new FileSystemException(file.toUri().getPath(), null, String.valueOf(error.getMessage()));
    named.initCause(error);
    return named;
  }

  /** The I/O error of a local disk, which Hadoop throws as a Java error. */
  public static IOException ioException(FSError error) {
    return error.getCause() instanceof IOException cause ? cause : new IOException(error);
  }

  /** Writes or replaces a UTF-8 file atomically; creates missing folders. */
  public void write(Path file, String text) throws IOException {
    write(file, text, () -> {});
  }

  /** Condition under which a file may appear. */
  public interface Condition {
    /** Throws if it does not hold. */
    void require() throws IOException;
  }

  /**
   * Writes or replaces a UTF-8 file atomically; creates missing folders. The condition is checked
   * last: where files are renamed, the file has a hidden name by then, and a process that breaks
   * the condition and then calls {@link #deletePartial} prevents the renaming.
   */
  public void write(Path file, String text, Condition condition) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (filesAppearComplete(file)) {
      condition.require();
      put(new ByteArrayInputStream(bytes), file);
      return;
    }
    Path partial = partial(file);
    try {
      stage(partial, bytes);
      condition.require();
      replace(partial, file);
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, partial);
      throw e;
    }
  }

  /** A hidden file beside another one, to be renamed to it. */
  static Path partial(Path file) {
    return child(file.getParent(), partial(file.getName()));
  }

  static String partial(String name) {
    return "." + name + "." + UUID.randomUUID() + PARTIAL;
  }

  /** Deletes a file after an error, which stays the one that is reported. */
  void deleteAfter(Exception error, Path file) {
    try {
      delete(file);
    } catch (IOException e) {
      error.addSuppressed(e);
    }
  }

  /** Copies a file from the local disk and adds its bytes to a checksum. */
  public void copyFromDisk(java.nio.file.Path from, Path to, Checksum checksum) throws IOException {
    try (InputStream bytes = checksum.of(Files.newInputStream(from));
        OutputStream stream = system(to).create(to, true)) {
      bytes.transferTo(stream);
    } catch (FSError e) {
      throw named(to, ioException(e));
    } catch (IOException e) {
      throw named(to, e);
    }
  }

  /**
   * Moves staged files to their final names and replaces older ones. Each file is replaced
   * atomically, the set of them is not.
   *
   * @param moves final path by staged path
   */
  public void publish(Map<Path, Path> moves) throws IOException {
    if (moves.isEmpty()) {
      return;
    }
    if (filesAppearComplete(moves.values().iterator().next())) {
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

  private void replace(Path from, Path to) throws IOException {
    // A local disk replaces an existing file; HDFS refuses to, except through FileContext.
    FileSystem system = system(to);
    if (!system.rename(from, to)) {
      FileContext.getFileContext(system.getUri(), configuration())
          .rename(system.makeQualified(from), system.makeQualified(to), Options.Rename.OVERWRITE);
    }
  }

  /** Writes a file that appears complete, or not at all. */
  private void put(InputStream bytes, Path file) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = system(file).createFile(file);
    // S3A need not look for a folder of this name: there is none in an output.
    writeWhole(builder.overwrite(true).recursive().opt(WITHOUT_PROBES, true).build(), bytes);
  }

  /** An object appears when its stream is closed, so that of a failed write is aborted. */
  static void writeWhole(FSDataOutputStream stream, InputStream bytes) throws IOException {
    try {
      bytes.transferTo(stream);
    } catch (IOException e) {
      stream.abort();
      throw e;
    }
    stream.close();
  }

  /** Length of a file in bytes. */
  public long lengthOf(Path file) throws IOException {
    return system(file).getFileStatus(file).getLen();
  }

  /** Deletes a file or a folder with its content, if it exists. */
  public void delete(Path path) throws IOException {
    system(path).delete(path, true);
  }

  /**
   * Deletes a file that this process has written. On an object store that is one request: neither
   * the file nor what is left in its folder is looked at.
   */
  public void discard(Path file) throws IOException {
    FileSystem system = system(file);
    if (!filesAppearComplete(file)) {
      system.delete(file, false);
      return;
    }
    try (BulkDelete deletion = system.createBulkDelete(file.getParent())) {
      for (Map.Entry<Path, String> failed :
          deletion.bulkDelete(List.of(system.makeQualified(file)))) {
        throw new IOException(failed.getKey() + ": " + failed.getValue());
      }
    }
  }

  /**
   * Deletes files in a folder that {@link #write} has not completed.
   *
   * @param condition checked after the files were listed and before they are deleted
   */
  public void deletePartial(Path folder, Condition condition) throws IOException {
    FileSystem system = system(folder);
    FileStatus[] listed = system.listStatus(folder);
    condition.require();
    for (FileStatus status : listed) {
      String name = status.getPath().getName();
      if (name.startsWith(".") && name.endsWith(PARTIAL)) {
        system.delete(status.getPath(), false);
      }
    }
  }

  /** Deletes a folder if it exists and is empty. */
  public void deleteIfEmpty(Path folder) throws IOException {
    FileSystem system = system(folder);
    if (system.exists(folder) && system.listStatus(folder).length == 0) {
      system.delete(folder, false);
    }
  }

  /** A file for Parquet's writers, whose bytes are added to a checksum. */
  public OutputFile parquetFile(Path path, Checksum checksum) throws IOException {
    system(path); // without checksum files
    return new SummedOutputFile(HadoopOutputFile.fromPath(path, configuration()), checksum);
  }
}
