package org.saliency.spark.output;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.saliency.metric.Metric;
import org.saliency.spark.storage.Checksum;
import org.saliency.spark.storage.WritableHadoopFiles;

/** Tables that executors write, one file per segment. */
enum ParquetTable {
  /** {@code predictions}: one map per row, as PNG. */
  PREDICTIONS(predictions(), CompressionCodecName.UNCOMPRESSED),
  /** {@code frame_metrics}: metrics per frame; undefined metrics are null. */
  FRAME_METRICS(frameMetrics(), CompressionCodecName.SNAPPY);

  @SuppressWarnings("ImmutableEnumChecker") // schemas are immutable
  private final MessageType schema;

  private final CompressionCodecName codec;

  ParquetTable(MessageType schema, CompressionCodecName codec) {
    this.schema = schema;
    this.codec = codec;
  }

  private static MessageType predictions() {
    return Types.buildMessage()
        .required(PrimitiveTypeName.INT32)
        .named("frame")
        .required(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named("frame_name")
        .optional(PrimitiveTypeName.INT64)
        .named("pts_us")
        .required(PrimitiveTypeName.INT32)
        .named("width")
        .required(PrimitiveTypeName.INT32)
        .named("height")
        .required(PrimitiveTypeName.BINARY)
        .named("png")
        .named("prediction");
  }

  private static MessageType frameMetrics() {
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
    return schema.required(PrimitiveTypeName.INT32).named("fixations").named("frame_metrics");
  }

  /** A new, empty row. */
  Group row() {
    return new SimpleGroup(schema);
  }

  /**
   * Creates a file; the caller closes the writer.
   *
   * @param checksum gets the bytes of the file
   */
  ParquetWriter<Group> open(Path file, WritableHadoopFiles files, Checksum checksum)
      throws IOException {
    return ExampleParquetWriter.builder(files.parquetFile(file, checksum))
        .withType(schema)
        .withConf(files.configuration())
        .withCompressionCodec(codec)
        .build();
  }
}
