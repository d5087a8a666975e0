package org.saliency.spark.source;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Table of the frames of videos. Options are parsed, and paths are listed, again for each query, so
 * that a table of the catalog can be described and dropped whatever became of its videos.
 */
final class VideoTable implements SupportsRead {

  private final CaseInsensitiveStringMap options;

  VideoTable(CaseInsensitiveStringMap options) {
    this.options = options;
  }

  @Override
  public String name() {
    return VideoSource.NAME + " " + options.getOrDefault("path", options.get("paths"));
  }

  @Override
  @SuppressWarnings("deprecation") // the default of Spark's columns() calls it
  public StructType schema() {
    return FrameColumn.schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap queryOptions) {
    VideoOptions.requireKnown(options);
    return new VideoScanBuilder(VideoOptions.of(options));
  }
}
