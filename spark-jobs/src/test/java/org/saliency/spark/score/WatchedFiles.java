package org.saliency.spark.score;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.LocalFiles;

/**
 * The local disk; a test may see each file that is opened, and keep its reader or writer waiting.
 */
public final class WatchedFiles extends LocalFiles {

  private static volatile Consumer<Path> reading = WatchedFiles::nothing;
  private static volatile Consumer<Path> writing = WatchedFiles::nothing;

  public static void register(Configuration configuration) {
    configuration.set("fs.watched.impl", WatchedFiles.class.getName());
  }

  public static String uri(java.nio.file.Path path) {
    return "watched://" + path.toAbsolutePath();
  }

  /** Calls these before a file is opened to be read, and before one is made. */
  public static void watch(Consumer<Path> beforeReading, Consumer<Path> beforeWriting) {
    reading = beforeReading;
    writing = beforeWriting;
  }

  public static void watchNoMore() {
    watch(WatchedFiles::nothing, WatchedFiles::nothing);
  }

  /** Keeps nobody waiting. */
  public static void nothing(Path file) {}

  @Override
  public String getScheme() {
    return "watched";
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    reading.accept(file);
    return super.open(file, bufferSize);
  }

  @Override
  protected void beforeWriting(Path file) {
    writing.accept(file);
  }
}
