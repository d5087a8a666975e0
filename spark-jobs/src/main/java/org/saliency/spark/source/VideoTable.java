package org.saliency.spark.source;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Table of the frames of videos; paths are listed again for each query. */
final class VideoTable implements SupportsRead {

  private final VideoOptions options;

  VideoTable(VideoOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return VideoSource.NAME + " " + String.join(", ", options.paths());
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
    return new VideoScanBuilder(options);
  }
}
