package org.saliency.spark.scale;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricMeans;
import org.saliency.spark.output.MetricSums;
import org.saliency.spark.plan.FrameRange;

/** Files of {@code frame_metrics} for segments: real ones, made when they are asked for. */
final class SimulatedTables {

  private static final MessageType SCHEMA = schema();

  /** Lengths by first frame: names of videos have one length, and values are the same. */
  private final Map<Integer, Long> lengths = new ConcurrentHashMap<>();

  private static MessageType schema() {
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

  long length(FrameRange range) {
    Long known = lengths.get(range.first());
    if (known == null) {
      try {
        known = (long) file(range).length;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      lengths.put(range.first(), known);
    }
    return known;
  }

  /** The sums of the metrics in a file. */
  MetricSums sums(FrameRange range) {
    Map<String, MetricMeans.Sum> sums = new TreeMap<>();
    BigDecimal total = BigDecimal.ZERO;
    for (int frame = range.first(); frame <= range.last(); frame++) {
      total = total.add(new BigDecimal(value(frame)));
    }
    for (Metric metric : Metric.DEFAULTS) {
      sums.put(metric.column(), new MetricMeans.Sum(total, range.length()));
    }
    return new MetricSums(range.length(), sums);
  }

  private static double value(int frame) {
    return 0.25 + (frame % 8) / 16.0;
  }

  byte[] file(FrameRange range) throws IOException {
    InMemory file = new InMemory();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withType(SCHEMA)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withPageWriteChecksumEnabled(false) // whose number of bytes varies
            .build()) {
      for (int frame = range.first(); frame <= range.last(); frame++) {
        Group row = new SimpleGroup(SCHEMA).append("video", range.video()).append("frame", frame);
        for (Metric metric : Metric.DEFAULTS) {
          row.append(metric.column(), value(frame));
        }
        writer.write(row.append("fixations", 10));
      }
    }
    return file.bytes.toByteArray();
  }

  private static final class InMemory implements OutputFile {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int value) {
          bytes.write(value);
        }

        @Override
        public void write(byte[] values, int from, int length) {
          bytes.write(values, from, length);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
