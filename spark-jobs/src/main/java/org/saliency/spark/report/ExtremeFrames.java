package org.saliency.spark.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.spark.output.PublishedFiles;
import org.saliency.spark.results.Scores;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.TableFiles;
import org.saliency.spark.task.JobDescription;

/**
 * Frames with the lowest and the highest CC, at most one of each video, since neighbouring frames
 * look alike.
 *
 * @param worst the lowest first
 * @param best the highest first
 */
record ExtremeFrames(List<Extreme> worst, List<Extreme> best) {

  private static final StructType SCHEMA =
      new StructType()
          .add("video", DataTypes.StringType)
          .add("frame", DataTypes.IntegerType)
          .add(Metric.CC.column(), DataTypes.DoubleType);

  static final ExtremeFrames NONE = new ExtremeFrames(List.of(), List.of());

  /**
   * A frame and its CC.
   *
   * @param video its video
   * @param index its 0-based index in the video
   * @param cc its CC
   */
  record Extreme(String video, int index, double cc) {

    private static Extreme of(Row row, String column) {
      Row extreme = row.getAs(column);
      return new Extreme(row.getString(0), extreme.getInt(1), extreme.getDouble(0));
    }
  }

  /**
   * Finds them in the table of frame metrics; empty if no frame has a CC.
   *
   * @throws UserException if the table is missing
   */
  static ExtremeFrames of(Scores scores, int count, SparkSession spark) {
    String table = scores.folder() + "/frame_metrics";
    TableFiles files = files(scores.folder(), table, spark);
    String cc = Metric.CC.column();
    List<Row> videos;
    try (JobDescription description =
        JobDescription.set(
            spark.sparkContext(),
            "report: find the best and worst frames of %d videos",
            scores.videos().size())) {
      videos =
          files
              .read(spark, SCHEMA)
              .filter(col(cc).isNotNull())
              .filter(col("video").isin(scores.videos().stream().map(Scores.Video::name).toArray()))
              .groupBy("video")
              .agg(
                  min(struct(col(cc), col("frame"))).as("worst"),
                  max(struct(col(cc), col("frame"))).as("best"))
              .orderBy("video")
              .collectAsList();
    }
    Comparator<Extreme> byCc = Comparator.comparingDouble(Extreme::cc);
    return new ExtremeFrames(
        videos.stream().map(row -> Extreme.of(row, "worst")).sorted(byCc).limit(count).toList(),
        videos.stream()
            .map(row -> Extreme.of(row, "best"))
            .sorted(byCc.reversed())
            .limit(count)
            .toList());
  }

  private static TableFiles files(String folder, String table, SparkSession spark) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    try {
      if (files.find(table).isEmpty()) {
        throw UserException.input("Table %s is missing: rerun the job that wrote it", table);
      }
      return PublishedFiles.frameMetricsIn(folder, files.configuration());
    } catch (IOException e) {
      throw UserException.input(e, "Table %s cannot be read: %s", table, e);
    }
  }
}
