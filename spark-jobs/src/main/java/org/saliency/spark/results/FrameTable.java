package org.saliency.spark.results;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.spark.output.PublishedFiles;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.TableFiles;
import org.saliency.storage.Storage.Entry;

/**
 * The table {@code frame_metrics} of a run, read without Spark.
 *
 * @param files reads the table
 * @param scores the run's scores
 */
record FrameTable(HadoopFiles files, Scores scores) {

  /**
   * A row of the table.
   *
   * @param video name of the video
   * @param frame index of the frame
   * @param values by metric; undefined ones are absent
   */
  record Row(String video, int frame, Map<Metric, Double> values) {}

  /**
   * Reads all rows, in any order.
   *
   * @throws UserException when the table is missing or cannot be read
   */
  void forEach(Consumer<Row> reader) {
    String table = scores.folder() + "/frame_metrics";
    try {
      List<String> parts = parts(table);
      if (parts.isEmpty()) {
        throw UserException.input(
            "Table %s of '%s' is missing, which is needed to compare methods with different or"
                + " undefined frames: rerun the job that wrote it",
            table, scores.name());
      }
      for (String part : parts) {
        read(part, reader);
      }
    } catch (IOException e) {
      throw UserException.input(e, "Table %s of '%s' cannot be read: %s", table, scores.name(), e);
    }
  }

  /** The files that records name; all of an evaluation, which has no records. */
  private List<String> parts(String table) throws IOException {
    TableFiles named = PublishedFiles.frameMetricsIn(scores.folder(), files.configuration());
    if (!named.isWhole()) {
      return named.paths();
    }
    return files.listIfExists(table).stream()
        .map(Entry::path)
        .filter(path -> path.endsWith(".parquet"))
        .toList();
  }

  private void read(String part, Consumer<Row> reader) throws IOException {
    try (ParquetReader<Group> rows =
        ParquetReader.builder(new GroupReadSupport(), HadoopFiles.path(part))
            .withConf(files.configuration())
            .build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        reader.accept(row(row));
      }
    }
  }

  private static Row row(Group row) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (row.getType().containsField(metric.column())
          && row.getFieldRepetitionCount(metric.column()) > 0) {
        values.put(metric, row.getDouble(metric.column(), 0));
      }
    }
    return new Row(row.getString("video", 0), row.getInteger("frame", 0), values);
  }
}
