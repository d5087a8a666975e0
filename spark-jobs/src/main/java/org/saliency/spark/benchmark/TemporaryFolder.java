package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * A folder that is deleted when it is closed or the JVM is terminated. Closing again has no effect.
 */
final class TemporaryFolder implements AutoCloseable {

  /** After Spark's hooks, which stop its tasks, and before Hadoop closes its file systems. */
  private static final int HOOK_PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private static final long HOOK_SECONDS = 30;
  private static final int CHECKS = 5;
  private static final long CHECK_MILLIS = 100;

  private final Path path;
  private final Runnable hook = this::deleteRepeatedly;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /**
   * Creates a folder in the system's temporary folder.
   *
   * @param prefix of its name
   */
  static TemporaryFolder create(String prefix) throws IOException {
    TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
    ShutdownHookManager.get()
        .addShutdownHook(folder.hook, HOOK_PRIORITY, HOOK_SECONDS, TimeUnit.SECONDS);
    return folder;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    FileUtil.fullyDelete(path.toFile());
    try {
      ShutdownHookManager.get().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down and runs the hook.
    }
  }

  /** Threads that still run during shutdown may create the folder again. */
  private void deleteRepeatedly() {
    try {
      for (int checks = 0; checks < CHECKS; checks++) {
        if (Files.exists(path)) {
          FileUtil.fullyDelete(path.toFile());
          checks = 0;
        }
        Thread.sleep(CHECK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
