package org.saliency.spark.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.saliency.UserException;
import org.saliency.storage.FileErrors;
import org.saliency.storage.LocalStorage;
import org.saliency.training.OutputLock;

/**
 * The output folder of a demo, which one demo at a time may write. A file marks it, so that the
 * next demo deletes what a demo wrote and never the user's own {@code data}.
 */
final class DemoFolder implements AutoCloseable {

  static final String MARK = "_demo";

  private static final List<String> PARTS =
      List.of("data", "training", "scores", "center-prior", "leaderboard", "report.html");

  private final Path folder;
  private final OutputLock lock;

  private DemoFolder(Path folder, OutputLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Marks a folder, which is created if it does not exist.
   *
   * @throws UserException when it cannot be written, holds files that no demo wrote, or is written
   *     by another demo
   */
  static DemoFolder claim(Path folder) {
    try {
      Files.createDirectories(folder);
      Path mark = folder.resolve(MARK);
      if (!Files.exists(mark) && !LocalStorage.isEmpty(folder)) {
        throw UserException.output(
            "output folder %s holds files that no demo wrote: choose another --output", folder);
      }
      OutputLock lock = OutputLock.of(folder);
      Files.writeString(mark, "");
      return new DemoFolder(folder, lock);
    } catch (IOException e) {
      throw FileErrors.cannotWrite(folder, e);
    }
  }

  /** Deletes the results of an earlier demo. */
  void clear() {
    for (String part : PARTS) {
      Path file = folder.resolve(part);
      if (!FileUtil.fullyDelete(file.toFile()) && Files.exists(file)) {
        throw FileErrors.cannotWrite(file, new IOException("it cannot be deleted"));
      }
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
