package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.spark.plan.FrameRange;

/**
 * Writes the results of one segment to a staging folder, frame after frame, and publishes them
 * together. Closing it without publishing leaves nothing behind.
 */
public final class SegmentWriter implements AutoCloseable {

  /** What is written for each frame. */
  public enum Format {
    /** An 8-bit grey PNG in the folder of its video. */
    PNG,
    /** A row of the table {@code predictions}. */
    PARQUET
  }

  private final OutputFolder folder;
  private final HadoopFiles files;
  private final FrameRange range;
  private final Set<Format> formats;
  private final Path staging;
  private final List<String> maps = new ArrayList<>();
  private ParquetWriter<Group> predictions;
  private ParquetWriter<Group> metrics;

  /**
   * Starts a segment.
   *
   * @param attempt names the staging folder: no other attempt, at this segment or another, has it
   */
  public SegmentWriter(OutputFolder folder, FrameRange range, Set<Format> formats, String attempt) {
    this.folder = folder;
    this.files = folder.files();
    this.range = range;
    this.formats = formats;
    this.staging = folder.staging(attempt);
  }

  /**
   * Adds the map of the next frame, as PNG.
   *
   * @param ptsMicros when the frame is shown, where that is known
   */
  public void map(int frame, String name, OptionalLong ptsMicros, Size size, byte[] png)
      throws IOException {
    if (formats.contains(Format.PNG)) {
      files.write(new Path(staging, name + ".png"), png);
      maps.add(name);
    }
    if (formats.contains(Format.PARQUET)) {
      if (predictions == null) {
        predictions = ParquetTable.PREDICTIONS.open(new Path(staging, "predictions"), files);
      }
      Group row = ParquetTable.PREDICTIONS.row().append("frame", frame).append("frame_name", name);
      ptsMicros.ifPresent(micros -> row.append("pts_us", micros));
      predictions.write(
          row.append("width", size.width())
              .append("height", size.height())
              .append("png", Binary.fromConstantByteArray(png)));
    }
  }

  /** Adds the metrics of the next frame. */
  public void metrics(int frame, FrameMetrics values) throws IOException {
    if (metrics == null) {
      metrics = ParquetTable.FRAME_METRICS.open(new Path(staging, "frame_metrics"), files);
    }
    Group row =
        ParquetTable.FRAME_METRICS.row().append("video", range.video()).append("frame", frame);
    for (Map.Entry<Metric, Double> value : values.values().entrySet()) {
      row.append(value.getKey().column(), value.getValue());
    }
    metrics.write(row.append("fixations", values.fixations()));
  }

  /**
   * Moves everything to its final place and records the segment as published.
   *
   * @param bad number of its frames that are missing
   */
  public void publish(int bad) throws IOException {
    for (String name : maps) {
      files.publish(new Path(staging, name + ".png"), folder.map(range, name));
    }
    if (predictions != null) {
      predictions.close();
      files.publish(new Path(staging, "predictions"), folder.predictions(range));
    }
    if (metrics != null) {
      metrics.close();
      files.publish(new Path(staging, "frame_metrics"), folder.frameMetrics(range));
    }
    files.write(folder.record(range), Json.write(new OutputFolder.Published(range, bad)));
  }

  @Override
  public void close() throws IOException {
    files.delete(staging);
  }
}
