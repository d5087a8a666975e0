package org.saliency.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk, on which the first write of a staged table fails, in whichever process, and
 * writing a map takes its time. {@code fs.shaky.marker} names a file that notes that it has failed.
 */
public final class ShakyFiles extends RawLocalFileSystem {

  static final String SCHEME = "shaky";
  static final String MARKER = "fs.shaky.marker";

  private static final int MILLIS_PER_MAP = 30;

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    shake(file);
    return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    shake(file);
    return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  private void shake(Path file) throws IOException {
    if (file.getName().endsWith(".png")) {
      pause();
    }
    if (file.getName().equals("frame_metrics") && isFirst()) {
      throw new IOException("the disk is shaky");
    }
  }

  private boolean isFirst() throws IOException {
    String marker = getConf().get(MARKER, "");
    try {
      Files.createFile(new File(marker).toPath());
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(MILLIS_PER_MAP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
