package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.saliency.spark.LocalFiles;

/** The local disk as a file system whose reads and writes a test can observe and delay. */
public final class WatchedFiles extends LocalFiles {

  private static volatile Consumer<Path> reading = WatchedFiles::nothing;
  private static volatile Consumer<Path> writing = WatchedFiles::nothing;

  public static void register(Configuration configuration) {
    configuration.set("fs.watched.impl", WatchedFiles.class.getName());
  }

  public static String uri(java.nio.file.Path path) {
    return "watched://" + path.toAbsolutePath();
  }

  /** Sets the actions run before a file is opened for reading, and before one is created. */
  public static void watch(Consumer<Path> beforeReading, Consumer<Path> beforeWriting) {
    reading = beforeReading;
    writing = beforeWriting;
  }

  /** Runs a job with an output on this file system until it joins videos, which fails. */
  static void failJoining(SparkSession spark, ScoreJob job) {
    register(spark.sparkContext().hadoopConfiguration());
    watch(
        WatchedFiles::nothing,
        file -> {
          if (file.getName().equals("joined.mp4")) {
            throw new IllegalStateException("killed before the videos are joined");
          }
        });
    try {
      assertThatThrownBy(job::run).hasStackTraceContaining("killed before the videos are joined");
    } finally {
      unwatch();
    }
  }

  public static void unwatch() {
    watch(WatchedFiles::nothing, WatchedFiles::nothing);
  }

  /** Does not delay. */
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
