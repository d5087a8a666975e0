package org.saliency.spark.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.saliency.json.Json;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.Profile;
import org.saliency.metric.VideoMetrics;

/** Writes output folders of {@code evaluate} from the values of frames, without Spark. */
public final class MeasuredFolder {

  private final Path folder;
  private final List<FrameTable.Row> rows = new ArrayList<>();
  private final Map<String, String> truth = new TreeMap<>();
  private Coverage.Missing missing = Coverage.Missing.NONE;
  private boolean hasCoverage = true;

  public MeasuredFolder(Path folder) {
    this.folder = folder;
  }

  /** Adds a frame with equal values of NSS, SIM and CC, and optionally a KLD. */
  public MeasuredFolder frame(String video, int frame, double quality, Optional<Double> kld) {
    Map<Metric, Double> values = new LinkedHashMap<>();
    for (Metric metric : List.of(Metric.NSS, Metric.SIM, Metric.CC)) {
      values.put(metric, quality);
    }
    kld.ifPresent(value -> values.put(Metric.KLD, value));
    values.put(Metric.AUC_JUDD, 0.5 + quality / 2);
    rows.add(new FrameTable.Row(video, frame, values));
    truth.putIfAbsent(video, "truth of " + video);
    return this;
  }

  /** Replaces the identity of the ground truth of a video. */
  public MeasuredFolder truth(String video, String digest) {
    truth.put(video, digest);
    return this;
  }

  public MeasuredFolder missing(Coverage.Missing other) {
    missing = other;
    return this;
  }

  /** Leaves out what earlier versions did not write. */
  public MeasuredFolder withoutCoverage() {
    hasCoverage = false;
    return this;
  }

  /** Writes the files and returns the path of the folder. */
  public String write() {
    Map<String, MetricMeans> means = new TreeMap<>();
    for (FrameTable.Row row : rows) {
      means
          .computeIfAbsent(row.video(), v -> new MetricMeans(Profile.MSU_SAVAM.metrics()))
          .add(new FrameMetrics(row.values(), 1));
    }
    List<VideoMetrics> videos =
        means.entrySet().stream().map(own -> own.getValue().toVideo(own.getKey())).toList();
    DatasetMetrics all = DatasetMetrics.of(videos);
    ResultFolder files = new ResultFolder(folder).videos(means.keySet().toArray(String[]::new));
    files.write(Map.of());
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("profile", "msu-savam");
    summary.put("metrics", columns(all.means()));
    summary.put("undefined_frames", columns(all.undefinedFrames()));
    if (hasCoverage) {
      summary.put("coverage", new Coverage(missing, new Coverage.Extra(0, 0), digest(), truth));
    }
    files.write("summary.json", Json.write(summary));
    StringBuilder csv = new StringBuilder("video,frames,nss,sim,cc,auc_judd,kld,missing_frames\n");
    for (VideoMetrics video : videos) {
      csv.append(video.video()).append(',').append(video.frames());
      for (Metric metric : Metric.DEFAULTS) {
        Double mean = video.means().get(metric);
        csv.append(',').append(mean == null ? "" : mean);
      }
      csv.append(',').append(missing.byVideo().getOrDefault(video.video(), 0L)).append('\n');
    }
    files.write("video_metrics.csv", csv.toString());
    writeFrames();
    return folder.toString();
  }

  /** Differs if and only if the frames differ. */
  private String digest() {
    return rows.stream().map(row -> row.video() + row.frame()).sorted().toList().toString();
  }

  private static <V> Map<String, V> columns(Map<Metric, V> values) {
    Map<String, V> columns = new TreeMap<>();
    values.forEach((metric, value) -> columns.put(metric.column(), value));
    return columns;
  }

  private void writeFrames() {
    Types.GroupBuilder<MessageType> schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("video")
            .required(PrimitiveTypeName.INT32)
            .named("frame");
    for (Metric metric : Metric.DEFAULTS) {
      schema.optional(PrimitiveTypeName.DOUBLE).named(metric.column());
    }
    MessageType type = schema.named("frame_metrics");
    try {
      Files.createDirectories(folder.resolve("frame_metrics"));
      Path file = folder.resolve("frame_metrics/part-0.parquet");
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
              .withType(type)
              .build()) {
        for (FrameTable.Row row : rows) {
          Group group =
              new SimpleGroup(type).append("video", row.video()).append("frame", row.frame());
          row.values().forEach((metric, value) -> group.add(metric.column(), (double) value));
          writer.write(group);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
