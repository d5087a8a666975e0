package org.saliency.spark.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Creates and replaces small files unless another process has done so meanwhile.
 *
 * <p>Creating is exclusive on local disks, HDFS, and on object stores with conditional writes, as
 * S3A offers from Hadoop 3.4.2 on; elsewhere as far as the file system's own {@code create} is.
 * Replacing is conditional only on object stores with conditional writes; elsewhere the later of
 * two writers wins, and the other notices when it reads the file again.
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
      FSDataOutputStreamBuilder<?, ?> builder = system.createFile(file);
      builder.must(IF_ABSENT, true);
      put(builder, file, text);
    } else if (system instanceof RawLocalFileSystem disk
        && "file".equals(system.getUri().getScheme())) {
      createOnDisk(disk.pathToFile(file).toPath(), bytes);
    } else {
      try (OutputStream stream = system.create(file, false)) {
        stream.write(bytes);
      } catch (FSError e) {
        throw WritableHadoopFiles.ioException(e);
      }
    }
  }

  /** A link appears with its content and fails if its name is taken; not all disks have links. */
  private static void createOnDisk(java.nio.file.Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    java.nio.file.Path partial =
        file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".partial");
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
   * @param version of the file that may be replaced; empty for any
   * @throws FileAlreadyExistsException when the file has another version by now
   */
  public void replace(Path file, String text, Optional<String> version) throws IOException {
    if (version.isPresent()) {
      FSDataOutputStreamBuilder<?, ?> builder = files.system(file).createFile(file);
      builder.must(IF_UNCHANGED, version.get());
      put(builder, file, text);
    } else {
      files.write(file, text);
    }
  }

  private void put(FSDataOutputStreamBuilder<?, ?> builder, Path file, String text)
      throws IOException {
    try (OutputStream stream = builder.build()) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A request that was repeated because its answer was lost fails although it has succeeded.
      Optional<String> present = files.readText(file.toString());
      if (present.isEmpty()) {
        throw e;
      }
      if (!present.get().equals(text)) {
        FileAlreadyExistsException taken = new FileAlreadyExistsException(file.toString());
        taken.initCause(e);
        throw taken;
      }
    }
  }
}
