package org.saliency.spark.input;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.UserException;
import org.saliency.dataset.VideoIndexer;
import org.saliency.json.Json;
import org.saliency.spark.output.KnownVideo;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;

/**
 * Looks into video files on the executors, one task a few files. What was found is kept by path,
 * length and time of change, so that a file that is known is not read again.
 */
public final class SparkVideoIndexer implements VideoIndexer {

  private static final int FILES_PER_TASK = 4;

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final Map<Key, VideoIndex> known = new HashMap<>();
  private boolean isChanged;

  /** Looks into files by the settings of the session's cluster. */
  public SparkVideoIndexer(SparkSession spark) {
    this(spark, spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Looks into files.
   *
   * @param spark runs the tasks
   * @param hadoop the settings by which executors reach the files
   */
  public SparkVideoIndexer(SparkSession spark, Configuration hadoop) {
    this.spark = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = hadoop;
  }

  /** What a file is known by. */
  private record Key(String path, long length, long modified) {

    static Key of(Entry file) {
      return new Key(file.path(), file.length(), file.modified());
    }
  }

  /** Takes over what an earlier run has kept. */
  public void recall(KnownVideo[] kept) {
    for (KnownVideo file : kept) {
      known.put(new Key(file.path(), file.length(), file.modified()), file.index());
    }
  }

  /** What is to be kept; empty when nothing has been added since {@link #recall}. */
  public List<KnownVideo> additions() {
    return isChanged
        ? known.entrySet().stream()
            .map(
                file ->
                    new KnownVideo(
                        file.getKey().path(),
                        file.getKey().length(),
                        file.getKey().modified(),
                        file.getValue()))
            .toList()
        : List.of();
  }

  @Override
  public Indexed index(List<Entry> files) {
    Indexed indexed = new Indexed(new HashMap<>(), new HashMap<>());
    List<String> unknown = new ArrayList<>();
    for (Entry file : files) {
      VideoIndex index = known.get(Key.of(file));
      if (index == null) {
        unknown.add(file.path());
      } else {
        indexed.indexes().put(file.path(), index);
      }
    }
    for (Found found : find(unknown)) {
      if (found.fault().isEmpty()) {
        indexed.indexes().put(found.path(), json(found.index()));
      } else {
        indexed.errors().put(found.path(), UserException.input("%s", found.fault()));
      }
    }
    for (Entry file : files) {
      VideoIndex index = indexed.indexes().get(file.path());
      isChanged |= index != null && known.put(Key.of(file), index) == null;
    }
    return indexed;
  }

  private static VideoIndex json(String text) {
    try {
      return Json.read(text, VideoIndex.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Found> find(List<String> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    int tasks = (paths.size() + FILES_PER_TASK - 1) / FILES_PER_TASK;
    return spark
        .parallelize(paths, tasks)
        .map(new Find(new SerializableConfiguration(hadoop)))
        .collect();
  }

  /**
   * What came of a file.
   *
   * @param path of the file
   * @param index what it holds, as JSON; empty with a fault
   * @param fault why it cannot be read; empty without one
   */
  private record Found(String path, String index, String fault) implements Serializable {}

  /** What runs on executors. */
  private record Find(SerializableConfiguration hadoop) implements Function<String, Found> {

    @Override
    public Found call(String path) {
      try {
        VideoIndex index = VideoIndexer.read(new HadoopFiles(hadoop.value()), path);
        return new Found(path, Json.write(index), "");
      } catch (UserException fault) {
        return new Found(path, "", fault.getMessage());
      }
    }
  }
}
