package org.saliency.spark.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.saliency.metric.MetricIntervals;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.Profile;
import org.saliency.metric.VideoMetrics;
import org.saliency.spark.output.MetricSums;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.PublishedSegments;
import org.saliency.spark.storage.TableFiles;
import org.saliency.spark.task.JobDescription;
import org.saliency.statistics.Bootstrap;
import org.saliency.statistics.Interval;
import scala.Tuple2;

/** The metric tables of a run: by frame, by video, and the summary of the data set. */
public final class MetricTables {

  /** The column of the number of frames with ground truth but without a map. */
  static final String MISSING = "missing_frames";

  private final SparkSession spark;
  private final OutputFolder folder;
  private final Profile profile;
  private final List<Metric> metrics;

  /** Tables in an output folder, for the default metrics of one profile. */
  public MetricTables(SparkSession spark, OutputFolder folder, Profile profile) {
    this(spark, folder, profile, profile.metrics());
  }

  /** Tables in an output folder, for some metrics of one profile. */
  public MetricTables(
      SparkSession spark, OutputFolder folder, Profile profile, List<Metric> metrics) {
    this.spark = spark;
    this.folder = folder;
    this.profile = profile;
    this.metrics = List.copyOf(metrics);
  }

  /** The default metrics, so that their columns are always there, and others that are computed. */
  private List<Metric> columns() {
    return columns(metrics);
  }

  private static List<Metric> columns(List<Metric> metrics) {
    return Stream.concat(Metric.DEFAULTS.stream(), metrics.stream()).distinct().sorted().toList();
  }

  private StructType frameSchema() {
    return schema("frame", DataTypes.IntegerType).add("fixations", DataTypes.IntegerType, false);
  }

  private StructType videoSchema() {
    StructType schema = schema("frames", DataTypes.LongType);
    for (Metric metric : columns()) {
      schema = schema.add(undefined(metric), DataTypes.LongType, true);
    }
    return schema.add(MISSING, DataTypes.LongType, false);
  }

  /** The column of the number of frames without a value. */
  static String undefined(Metric metric) {
    return metric.column() + "_undefined";
  }

  /** Columns for the video, a number and the metrics. */
  private StructType schema(String number, DataType type) {
    StructType schema =
        new StructType().add("video", DataTypes.StringType, false).add(number, type, false);
    for (Metric metric : columns()) {
      schema = schema.add(metric.column(), DataTypes.DoubleType, true);
    }
    return schema;
  }

  /** Writes {@code frame_metrics} from rows made by {@link #frameRow}. */
  public void writeFrames(JavaRDD<Row> rows) {
    Table.write(
        spark.createDataFrame(rows, frameSchema()).sort("video", "frame"), folder, "frame_metrics");
  }

  /**
   * A row of {@code frame_metrics}; undefined metrics are null.
   *
   * @param chosen metrics of the tables
   */
  public static Row frameRow(String video, int frame, FrameMetrics metrics, List<Metric> chosen) {
    List<Object> cells = new ArrayList<>(List.of(video, frame));
    for (Metric metric : columns(chosen)) {
      cells.add(metrics.values().get(metric));
    }
    cells.add(metrics.fixations());
    return RowFactory.create(cells.toArray());
  }

  private static Tuple2<String, FrameMetrics> metricsOf(Row row, List<Metric> chosen) {
    Map<Metric, Double> values = new LinkedHashMap<>();
    for (Metric metric : chosen) {
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

  /**
   * Means by video of published segments, ordered by name: from the sums in their records, or from
   * the rows of {@code frame_metrics} if records of earlier versions are among them.
   *
   * @throws IOException when the output cannot be read
   */
  public List<VideoMetrics> videoMeans(List<String> videos, PublishedSegments published)
      throws IOException {
    Optional<Map<String, List<MetricSums>>> sums = published.metricSums();
    return sums.isPresent()
        ? videoMeans(sums.get())
        : videoMeans(videos, published.files().frameMetrics());
  }

  private List<VideoMetrics> videoMeans(Map<String, List<MetricSums>> sums) {
    List<VideoMetrics> means = new ArrayList<>();
    new TreeMap<>(sums)
        .forEach(
            (video, segments) -> {
              MetricMeans all = new MetricMeans(metrics);
              segments.forEach(segment -> segment.addTo(all));
              means.add(all.toVideo(video));
            });
    return means;
  }

  /** Means by video over the rows of some files of {@code frame_metrics}. */
  private List<VideoMetrics> videoMeans(List<String> videos, TableFiles files) {
    if (!folder.holds("frame_metrics")) {
      return List.of();
    }
    JavaRDD<Row> rows =
        files
            .read(spark, frameSchema())
            .filter(functions.col("video").isin(videos.toArray()))
            .toJavaRDD();
    List<Metric> chosen = metrics; // not this object, which cannot travel
    try (JobDescription description =
        JobDescription.set(
            spark.sparkContext(), "average the metrics of %d videos", videos.size())) {
      return rows
          .mapToPair(row -> metricsOf(row, chosen))
          .aggregateByKey(new MetricMeans(chosen), MetricMeans::add, MetricMeans::merge)
          .map(video -> video._2().toVideo(video._1()))
          .collect()
          .stream()
          .sorted(Comparator.comparing(VideoMetrics::video))
          .toList();
    }
  }

  /**
   * Writes {@code video_metrics}, as Parquet and as CSV. Videos without any map whose frames are
   * left out have a row without metrics.
   */
  public void writeVideos(List<VideoMetrics> videos, Coverage coverage) {
    Map<String, VideoMetrics> measured = new TreeMap<>();
    coverage.missing().byVideo().keySet().forEach(name -> measured.put(name, unmeasured(name)));
    videos.forEach(video -> measured.put(video.video(), video));
    List<Row> rows = measured.values().stream().map(video -> videoRow(video, coverage)).toList();
    Table.write(spark.createDataFrame(rows, videoSchema()).coalesce(1), folder, "video_metrics");
    folder.write(
        "video_metrics.csv",
        CsvTable.write(
            List.of(videoSchema().fieldNames()), rows.stream().map(MetricTables::cells).toList()));
  }

  private VideoMetrics unmeasured(String video) {
    return new MetricMeans(metrics).toVideo(video);
  }

  private static List<Object> cells(Row row) {
    return IntStream.range(0, row.length()).mapToObj(row::get).toList();
  }

  private Row videoRow(VideoMetrics video, Coverage coverage) {
    List<Object> cells = new ArrayList<>(List.of(video.video(), video.frames()));
    for (Metric metric : columns()) {
      cells.add(video.means().get(metric));
    }
    for (Metric metric : columns()) {
      cells.add(video.undefined().get(metric));
    }
    cells.add(coverage.missing().byVideo().getOrDefault(video.video(), 0L));
    return RowFactory.create(cells.toArray());
  }

  /** Writes {@code summary.json}. */
  public void writeSummary(
      List<VideoMetrics> videos, DatasetMetrics all, Coverage coverage, MeasurementNotes notes) {
    folder.write("summary.json", Json.write(summary(videos, all, coverage, notes)));
  }

  /**
   * Means, their 95 % intervals and counts of the data set, with the keys of {@code summary.json}.
   */
  public Map<String, Object> summary(
      List<VideoMetrics> videos, DatasetMetrics all, Coverage coverage, MeasurementNotes notes) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("profile", profile.option());
    summary.put("videos", all.videos());
    summary.put("frames", all.frames());
    summary.put("metrics", byColumn(all.means()));
    summary.put("undefined_frames", byColumn(all.undefinedFrames()));
    summary.put("undefined_videos", byColumn(all.undefinedVideos()));
    if (all.videos() > 0) {
      summary.put("intervals", byColumn(intervals(videos)));
      summary.put("bootstrap", Bootstrap.DEFAULT);
      summary.put("coverage", coverage);
      summary.put("warnings", Caveats.of(all.undefinedFrames(), coverage, notes));
    }
    summary.putAll(notes.entries());
    return summary;
  }

  static Map<Metric, Interval> intervals(List<VideoMetrics> videos) {
    return MetricIntervals.of(videos.stream().map(VideoMetrics::means).toList(), Bootstrap.DEFAULT);
  }

  private static <V> Map<String, V> byColumn(Map<Metric, V> values) {
    Map<String, V> byColumn = new LinkedHashMap<>();
    values.forEach((metric, value) -> byColumn.put(metric.column(), value));
    return byColumn;
  }
}
