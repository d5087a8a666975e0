package org.saliency.spark.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.dataset.VideoIndexer;
import org.saliency.json.Json;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.task.JobDescription;
import org.saliency.spark.task.StorageRetries;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;

/** Indexes video files on the executors, a few files per task. */
public final class SparkVideoIndexer implements VideoIndexer {

  private static final int FILES_PER_TASK = 4;

  private final JavaSparkContext spark;
  private final Configuration hadoop;

  /** Reads files with the Hadoop settings of the session. */
  public SparkVideoIndexer(SparkSession spark) {
    this(spark, spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Reads files with other Hadoop settings.
   *
   * @param spark runs the tasks
   * @param hadoop settings that executors use to reach the files
   */
  public SparkVideoIndexer(SparkSession spark, Configuration hadoop) {
    this.spark = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = hadoop;
  }

  @Override
  public Indexed index(List<Entry> files) {
    Indexed indexed = new Indexed(new HashMap<>(), new HashMap<>());
    if (files.isEmpty()) {
      return indexed;
    }
    List<String> paths = files.stream().map(Entry::path).toList();
    int tasks = (paths.size() + FILES_PER_TASK - 1) / FILES_PER_TASK;
    ReadIndex read = new ReadIndex(new SerializableConfiguration(hadoop));
    List<String> results;
    try (JobDescription description =
        JobDescription.set(spark.sc(), "index video files: %d", paths.size())) {
      results = spark.parallelize(paths, tasks).map(read).collect();
    }
    for (String json : results) {
      Result result = parse(json, Result.class);
      if (result.error().isEmpty()) {
        indexed.indexes().put(result.path(), parse(result.index(), VideoIndex.class));
      } else {
        indexed.errors().put(result.path(), UserException.input("%s", result.error()));
      }
    }
    return indexed;
  }

  private static <T> T parse(String json, Class<T> type) {
    try {
      return Json.read(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Result of indexing one file. It is sent as JSON, since Kryo cannot serialize records.
   *
   * @param path of the file
   * @param index the index as JSON; empty if the file cannot be read
   * @param error why the file cannot be read; empty if it can
   */
  private record Result(String path, String index, String error) {}

  /** Runs on executors. */
  private record ReadIndex(SerializableConfiguration hadoop) implements Function<String, String> {

    @Override
    public String call(String path) {
      try {
        VideoIndex index =
            StorageRetries.ofTask()
                .read(() -> VideoIndexer.read(new HadoopFiles(hadoop.value()), path));
        return Json.write(new Result(path, Json.write(index), ""));
      } catch (StorageException e) {
        throw e; // says nothing about the video
      } catch (UserException e) {
        return Json.write(new Result(path, "", e.getMessage()));
      }
    }
  }
}
