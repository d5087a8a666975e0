package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * A folder that is removed when it is closed, or when the JVM is told to end before. Closing it
 * again does nothing.
 */
final class TemporaryFolder implements AutoCloseable {

  /** Between Spark's hooks, of which the first stops its tasks, and the end of file systems. */
  private static final int HOOK_PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private static final long HOOK_SECONDS = 30;
  private static final int LOOKS = 5;
  private static final long LOOK_MILLIS = 100;

  private final Path path;
  private final Runnable hook = this::removeForGood;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes one among the system's temporary files.
   *
   * @param prefix its name begins with
   */
  static TemporaryFolder create(String prefix) throws IOException {
    TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
    ShutdownHookManager.get()
        .addShutdownHook(folder.hook, HOOK_PRIORITY, HOOK_SECONDS, TimeUnit.SECONDS);
    return folder;
  }

  /** Where it is. */
  Path path() {
    return path;
  }

  @Override
  public void close() {
    remove();
    try {
      ShutdownHookManager.get().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook looks after what may still come.
    }
  }

  private void remove() {
    FileUtil.fullyDelete(path.toFile());
  }

  /** Until nothing has made it anew for a while: threads of the JVM work on while it ends. */
  private void removeForGood() {
    try {
      for (int looks = 0; looks < LOOKS; looks++) {
        if (Files.exists(path)) {
          remove();
          looks = 0;
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
