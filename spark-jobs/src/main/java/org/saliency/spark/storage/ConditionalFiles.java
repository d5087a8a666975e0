package org.saliency.spark.storage;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Creates and replaces small files unless another process has done so meanwhile.
 *
 * <p>Creating is exclusive on local disks, HDFS, and on object stores with conditional writes, as
 * S3A offers from Hadoop 3.4.2 on; elsewhere as far as the file system's own {@code create} is.
 * Replacing is conditional on object stores with conditional writes. Elsewhere the condition is
 * checked right before, so that of two writers at the same moment the later one may win; the other
 * notices when it reads the file again.
 */
public final class ConditionalFiles {

  private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";
  private static final String IF_UNCHANGED = "fs.option.create.conditional.overwrite.etag";

  private final WritableHadoopFiles files;

  /** Files as reached by other operations. */
  public ConditionalFiles(WritableHadoopFiles files) {
    this.files = files;
  }

  /**
   * Writes a new UTF-8 file; creates missing folders.
   *
   * @throws FileAlreadyExistsException when the file exists
   */
  public void create(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FileSystem system = files.system(file);
    if (system.hasPathCapability(file, IF_ABSENT)) {
      FSDataOutputStreamBuilder<? extends FSDataOutputStream, ?> builder = system.createFile(file);
      builder.must(IF_ABSENT, true);
      put(builder, file, text);
    } else if (system instanceof RawLocalFileSystem disk
        && "file".equals(system.getUri().getScheme())) {
      createOnDisk(disk.pathToFile(file).toPath(), bytes);
    } else if (files.filesAppearComplete(file) || !createByRename(system, file, bytes)) {
      try (OutputStream stream = system.create(file, false)) {
        stream.write(bytes);
      } catch (FSError e) {
        throw WritableHadoopFiles.ioException(e);
      }
    }
  }

  /**
   * Renames a written file, so that a process that is killed leaves no empty one.
   *
   * @return false if the file system cannot
   */
  private boolean createByRename(FileSystem system, Path file, byte[] bytes) throws IOException {
    FileContext renaming;
    try {
      renaming = FileContext.getFileContext(system.getUri(), files.configuration());
    } catch (UnsupportedFileSystemException e) {
      return false;
    }
    Path partial = WritableHadoopFiles.partial(file);
    try {
      files.stage(partial, bytes);
      renaming.rename(system.makeQualified(partial), system.makeQualified(file));
      return true;
    } catch (FileNotFoundException e) {
      throw taken(file, e); // by a process that has deleted the partial file
    } catch (IOException e) {
      files.deleteAfter(e, partial);
      throw e;
    }
  }

  /** A link appears with its content and fails if its name is taken; not all disks have links. */
  private static void createOnDisk(java.nio.file.Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    java.nio.file.Path partial =
        file.resolveSibling(WritableHadoopFiles.partial(file.getFileName().toString()));
    Files.write(partial, bytes);
    try {
      Files.createLink(file, partial);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(file.toString());
    } catch (UnsupportedOperationException | FileSystemException e) {
      createWithoutLink(file, bytes);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void createWithoutLink(java.nio.file.Path file, byte[] bytes) throws IOException {
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(file.toString());
    }
  }

  /** Version of a file, for {@link #replace}; empty where replacing is not conditional. */
  public Optional<String> version(Path file) throws IOException {
    FileSystem system = files.system(file);
    if (!system.hasPathCapability(file, IF_UNCHANGED)) {
      return Optional.empty();
    }
    FileStatus status = system.getFileStatus(file);
    return status instanceof EtagSource source
        ? Optional.ofNullable(source.getEtag())
        : Optional.empty();
  }

  /**
   * Replaces a UTF-8 file atomically.
   *
   * @param version of the file that may be replaced; empty where replacing is not conditional
   * @param condition checked instead of the version
   * @throws FileAlreadyExistsException when the file has another version by now
   */
  public void replace(
      Path file, String text, Optional<String> version, WritableHadoopFiles.Condition condition)
      throws IOException {
    if (version.isPresent()) {
      condition.require(); // some servers of the S3 protocol ignore the version
      FSDataOutputStreamBuilder<? extends FSDataOutputStream, ?> builder =
          files.system(file).createFile(file);
      builder.must(IF_UNCHANGED, version.get());
      put(builder, file, text);
    } else {
      try {
        files.write(file, text, condition);
      } catch (FileNotFoundException e) {
        throw taken(file, e); // by a process that has deleted the partial file
      }
    }
  }

  private static FileAlreadyExistsException taken(Path file, IOException cause) {
    FileAlreadyExistsException taken = new FileAlreadyExistsException(file.toString());
    taken.initCause(cause);
    return taken;
  }

  private void put(
      FSDataOutputStreamBuilder<? extends FSDataOutputStream, ?> builder, Path file, String text)
      throws IOException {
    try {
      WritableHadoopFiles.writeWhole(
          builder.build(), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      // A request that was repeated because its answer was lost fails although it has succeeded.
      Optional<String> present = files.readText(file.toString());
      if (present.isEmpty()) {
        throw e;
      }
      if (!present.get().equals(text)) {
        throw taken(file, e);
      }
    }
  }
}
