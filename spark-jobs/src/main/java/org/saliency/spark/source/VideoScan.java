package org.saliency.spark.source;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Scan of some columns of the selected frames. */
final class VideoScan implements Scan, Batch, SupportsReportStatistics {

  private final VideoOptions options;
  private final FrameSelection selection;
  private final List<FrameColumn> columns;

  VideoScan(VideoOptions options, FrameSelection selection, List<FrameColumn> columns) {
    this.options = options;
    this.selection = selection;
    this.columns = columns;
  }

  private boolean decodes() {
    return columns.contains(FrameColumn.IMAGE);
  }

  @Override
  public StructType readSchema() {
    return FrameColumn.schema(columns);
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "%s %s, %s, filters %s",
        VideoSource.NAME,
        String.join(", ", options.paths()),
        decodes() ? "decoding" : "from the index",
        selection.filters());
  }

  @Override
  public Statistics estimateStatistics() {
    long bytes = selection.videos().stream().mapToLong(this::bytes).sum();
    long rows = selection.frames();
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(Math.max(1, bytes));
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.of(rows);
      }
    };
  }

  private long bytes(SelectedVideo video) {
    long image = decodes() ? 3L * options.scaledTo().orElse(video.index().size()).pixels() : 0;
    return video.frames().cardinality() * (readSchema().defaultSize() + image);
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    int cores = SparkSession.active().sparkContext().defaultParallelism();
    List<FramePartition> partitions =
        decodes()
            ? new PartitionPlanner(options.segmentFrames(), cores).decoding(selection.videos())
            : PartitionPlanner.listing(selection.videos());
    return partitions.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
    return new FrameReaderFactory(
        columns,
        options.scaledTo(),
        options.badFrames(),
        spark.broadcast(new SerializableConfiguration(VideoFileList.of(options).hadoop())));
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return new CustomMetric[] {new FramesDecoded(), new FramesBad()};
  }
}
