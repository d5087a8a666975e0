package org.saliency.spark.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.saliency.json.Json;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.Profile;
import org.saliency.metric.VideoMetrics;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.storage.TableFiles;
import org.saliency.spark.task.JobDescription;
import scala.Tuple2;

/** The metric tables of a run: by frame, by video, and the summary of the data set. */
public final class MetricTables {

  private final SparkSession spark;
  private final OutputFolder folder;
  private final Profile profile;

  /** Tables in an output folder, for metrics of one profile. */
  public MetricTables(SparkSession spark, OutputFolder folder, Profile profile) {
    this.spark = spark;
    this.folder = folder;
    this.profile = profile;
  }

  private static StructType frameSchema() {
    return schema("frame", DataTypes.IntegerType).add("fixations", DataTypes.IntegerType, false);
  }

  private static StructType videoSchema() {
    return schema("frames", DataTypes.LongType);
  }

  /** Columns for the video, a number and the metrics. */
  private static StructType schema(String number, DataType type) {
    StructType schema =
        new StructType().add("video", DataTypes.StringType, false).add(number, type, false);
    for (Metric metric : Metric.values()) {
      schema = schema.add(metric.column(), DataTypes.DoubleType, true);
    }
    return schema;
  }

  /** Writes {@code frame_metrics} from rows made by {@link #frameRow}. */
  public void writeFrames(JavaRDD<Row> rows) {
    Table.write(
        spark.createDataFrame(rows, frameSchema()).sort("video", "frame"), folder, "frame_metrics");
  }

  /** A row of {@code frame_metrics}; undefined metrics are null. */
  public static Row frameRow(String video, int frame, FrameMetrics metrics) {
    List<Object> cells = new ArrayList<>(List.of(video, frame));
    for (Metric metric : Metric.values()) {
      cells.add(metrics.values().get(metric));
    }
    cells.add(metrics.fixations());
    return RowFactory.create(cells.toArray());
  }

  private static Tuple2<String, FrameMetrics> metricsOf(Row row) {
    Map<Metric, Double> values = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      int column = row.fieldIndex(metric.column());
      if (!row.isNullAt(column)) {
        values.put(metric, row.getDouble(column));
      }
    }
    int fixations = row.getInt(row.fieldIndex("fixations"));
    return new Tuple2<>(row.getString(0), new FrameMetrics(values, fixations));
  }

  /**
   * Means by video over the rows of {@code frame_metrics}, ordered by name; videos without rows are
   * left out.
   */
  public List<VideoMetrics> videoMeans(List<String> videos) {
    return videoMeans(videos, TableFiles.all(folder.path("frame_metrics").toString()));
  }

  /** Means by video over the rows of some files of {@code frame_metrics}. */
  public List<VideoMetrics> videoMeans(List<String> videos, TableFiles files) {
    if (!folder.holds("frame_metrics")) {
      return List.of();
    }
    JavaRDD<Row> rows =
        files
            .read(spark, frameSchema())
            .filter(functions.col("video").isin(videos.toArray()))
            .toJavaRDD();
    List<Metric> metrics = profile.metrics();
    try (JobDescription description =
        JobDescription.set(
            spark.sparkContext(), "average the metrics of %d videos", videos.size())) {
      return rows
          .mapToPair(MetricTables::metricsOf)
          .aggregateByKey(new MetricMeans(metrics), MetricMeans::add, MetricMeans::merge)
          .map(video -> video._2().toVideo(video._1()))
          .collect()
          .stream()
          .sorted(Comparator.comparing(VideoMetrics::video))
          .toList();
    }
  }

  /** Writes {@code video_metrics}, as Parquet and as CSV. */
  public void writeVideos(List<VideoMetrics> videos) {
    List<Row> rows = videos.stream().map(MetricTables::videoRow).toList();
    Table.write(spark.createDataFrame(rows, videoSchema()).coalesce(1), folder, "video_metrics");
    folder.write(
        "video_metrics.csv",
        CsvTable.write(
            List.of(videoSchema().fieldNames()), rows.stream().map(MetricTables::cells).toList()));
  }

  private static List<Object> cells(Row row) {
    return IntStream.range(0, row.length()).mapToObj(row::get).toList();
  }

  private static Row videoRow(VideoMetrics video) {
    List<Object> cells = new ArrayList<>(List.of(video.video(), video.frames()));
    for (Metric metric : Metric.values()) {
      cells.add(video.means().get(metric));
    }
    return RowFactory.create(cells.toArray());
  }

  /** Writes {@code summary.json}. */
  public void writeSummary(DatasetMetrics metrics) {
    folder.write("summary.json", Json.write(summary(metrics)));
  }

  /** Means and counts of the data set, with the keys of {@code summary.json}. */
  public Map<String, Object> summary(DatasetMetrics metrics) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("profile", profile.option());
    summary.put("videos", metrics.videos());
    summary.put("frames", metrics.frames());
    summary.put("metrics", byColumn(metrics.means()));
    summary.put("undefined_frames", byColumn(metrics.undefinedFrames()));
    summary.put("undefined_videos", byColumn(metrics.undefinedVideos()));
    return summary;
  }

  private static <V> Map<String, V> byColumn(Map<Metric, V> values) {
    Map<String, V> byColumn = new LinkedHashMap<>();
    values.forEach((metric, value) -> byColumn.put(metric.column(), value));
    return byColumn;
  }

  /** Text table of the means of videos and of the data set. */
  public String table(List<VideoMetrics> videos, DatasetMetrics all) {
    int width = Math.max(8, videos.stream().mapToInt(v -> v.video().length()).max().orElse(0));
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%-" + width + "s  %7s", "video", "frames"));
    profile.metrics().forEach(m -> text.append(String.format(Locale.ROOT, "  %9s", m.label())));
    text.append('\n');
    for (VideoMetrics video : videos) {
      text.append(line(width, video.video(), video.frames(), video.means()));
    }
    return text.append(line(width, "all", all.frames(), all.means())).toString();
  }

  private String line(int width, String name, long frames, Map<Metric, Double> means) {
    return profile.metrics().stream()
        .map(means::get)
        .map(v -> v == null ? "        -" : String.format(Locale.ROOT, "%9.4f", v))
        .collect(
            Collectors.joining(
                "  ", String.format(Locale.ROOT, "%-" + width + "s  %7d  ", name, frames), "\n"));
  }
}
