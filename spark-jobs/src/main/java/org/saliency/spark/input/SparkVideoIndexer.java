package org.saliency.spark.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.dataset.VideoIndexer;
import org.saliency.json.Json;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.ListedFiles;
import org.saliency.spark.storage.ParallelRequests;
import org.saliency.spark.task.JobDescription;
import org.saliency.spark.task.StorageRetries;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;

/**
 * Indexes video files on the executors. A task reads several files at a time, since it waits for
 * the storage most of the time.
 */
public final class SparkVideoIndexer implements VideoIndexer {

  /** Files that a task reads at a time. */
  private static final int AT_ONCE = 16;

  private static final int MOST_FILES_PER_TASK = 2 * AT_ONCE;

  /** With few files for the cores, there are this many tasks a core. */
  private static final int TASKS_PER_CORE = 4;

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
    // As text, since Kryo may know no other types.
    List<String> listed = files.stream().map(file -> file.length() + " " + file.path()).toList();
    int tasks = tasks(files.size(), spark.defaultParallelism());
    ReadIndexes read = new ReadIndexes(new SerializableConfiguration(hadoop));
    List<String> results;
    try (JobDescription description =
        JobDescription.set(spark.sc(), "index video files: %d", files.size())) {
      results = spark.parallelize(listed, tasks).mapPartitions(read).collect();
    }
    for (String json : results) {
      Result result = parse(json, Result.class);
      if (result.error().isEmpty()) {
        indexed.indexes().put(result.path(), parse(result.index(), VideoIndex.class));
      } else {
        indexed.errors().put(result.path(), UserException.input("%s", result.error()));
      }
    }
    nameChanged(files, indexed.errors());
    return indexed;
  }

  /** Of a file that was replaced meanwhile, says so in place of what its reader found. */
  private void nameChanged(List<Entry> files, Map<String, UserException> errors) {
    ChangedFiles changes = new ChangedFiles(new HadoopFiles(hadoop));
    for (Entry file : files) {
      if (errors.containsKey(file.path())) {
        changes.of(file).ifPresent(change -> errors.put(file.path(), change));
      }
    }
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

  static int tasks(int files, int cores) {
    int perTask = Math.max(1, Math.min(MOST_FILES_PER_TASK, files / (TASKS_PER_CORE * cores)));
    return (files + perTask - 1) / perTask;
  }

  /** Runs on executors. */
  private record ReadIndexes(SerializableConfiguration hadoop)
      implements FlatMapFunction<Iterator<String>, String> {

    @Override
    public Iterator<String> call(Iterator<String> files) throws IOException {
      Map<String, Long> lengths = new LinkedHashMap<>();
      files.forEachRemaining(
          file -> {
            int space = file.indexOf(' ');
            lengths.put(file.substring(space + 1), Long.parseLong(file.substring(0, space)));
          });
      HadoopFiles storage = new ListedFiles(hadoop.value(), lengths);
      StorageRetries retries = StorageRetries.ofTask();
      List<String> paths = List.copyOf(lengths.keySet());
      return ParallelRequests.run(paths, AT_ONCE, path -> index(storage, path, retries)).iterator();
    }

    private static String index(HadoopFiles storage, String path, StorageRetries retries) {
      try {
        VideoIndex index = retries.read(() -> VideoIndexer.read(storage, path));
        return Json.write(new Result(path, Json.write(index), ""));
      } catch (StorageException e) {
        throw e; // says nothing about the video
      } catch (UserException e) {
        return Json.write(new Result(path, "", e.getMessage()));
      }
    }
  }
}
