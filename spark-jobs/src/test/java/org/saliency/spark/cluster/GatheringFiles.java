package org.saliency.spark.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.saliency.spark.LocalFiles;

/**
 * A local disk on which the first executor waits before it writes a map until another one writes a
 * map, too. Each makes a file, named after its process, in the folder {@code fs.gathering.folder}.
 */
public final class GatheringFiles extends LocalFiles {

  static final String SCHEME = "gathering";
  static final String FOLDER = "fs.gathering.folder";

  private static final int EXECUTORS = 2;
  private static final long MOST_NANOS = 60_000_000_000L;

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  protected void beforeWriting(org.apache.hadoop.fs.Path file) throws IOException {
    if (!file.getName().endsWith(".png")) {
      return;
    }
    Path folder = Files.createDirectories(Path.of(getConf().get(FOLDER)));
    Path own = folder.resolve(Long.toString(ProcessHandle.current().pid()));
    if (!Files.exists(own)) {
      Files.write(own, new byte[0]);
    }
    for (long end = System.nanoTime() + MOST_NANOS; count(folder) < EXECUTORS; ) {
      if (System.nanoTime() > end) {
        throw new IOException("no other executor has come");
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
