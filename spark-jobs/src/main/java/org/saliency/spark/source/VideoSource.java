package org.saliency.spark.source;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Frames of videos as rows: {@code spark.read().format("saliency-video").load(paths)}. Paths are
 * video files, folders of video files and globs of these, on any Hadoop file system. {@link
 * FrameColumn} documents the columns, {@link VideoOptions} the options.
 */
public final class VideoSource implements TableProvider, DataSourceRegister {

  static final String NAME = "saliency-video";

  /** For Spark, which creates it by reflection. */
  public VideoSource() {}

  @Override
  public String shortName() {
    return NAME;
  }

  /**
   * The columns, which are the same for all videos. The options of a table of the catalog are only
   * checked by queries.
   *
   * @throws org.saliency.UserException when an option is unknown or invalid, or a path has no
   *     videos
   */
  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    if (!VideoOptions.areOfTable(options)) {
      VideoOptions.requireKnown(options);
      VideoFileList.of(VideoOptions.of(options)).read();
    }
    return FrameColumn.schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new VideoTable(new CaseInsensitiveStringMap(properties));
  }
}
