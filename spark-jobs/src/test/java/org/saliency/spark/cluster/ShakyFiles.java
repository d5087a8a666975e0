package org.saliency.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.LocalFiles;

/**
 * A local disk on which writing maps is slow and the first write of a staged table, among all
 * processes, fails. The file in {@code fs.shaky.marker} is created by the failure.
 */
public final class ShakyFiles extends LocalFiles {

  static final String SCHEME = "shaky";
  static final String MARKER = "fs.shaky.marker";

  private static final int MILLIS_PER_MAP = 30;

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  protected void beforeWriting(Path file) throws IOException {
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
