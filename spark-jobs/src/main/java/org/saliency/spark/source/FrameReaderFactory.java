package org.saliency.spark.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.frame.Size;
import org.saliency.spark.storage.HadoopFiles;

/** Creates readers on executors. */
final class FrameReaderFactory implements PartitionReaderFactory {

  private static final long serialVersionUID = 1L;

  private final ArrayList<FrameColumn> columns;
  private final Size scaledTo; // null for the frames' own size
  private final VideoOptions.BadFrames badFrames;
  private final Broadcast<SerializableConfiguration> hadoop;

  FrameReaderFactory(
      List<FrameColumn> columns,
      Optional<Size> scaledTo,
      VideoOptions.BadFrames badFrames,
      Broadcast<SerializableConfiguration> hadoop) {
    this.columns = new ArrayList<>(columns);
    this.scaledTo = scaledTo.orElse(null);
    this.badFrames = badFrames;
    this.hadoop = hadoop;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    List<Portion> portions = ((FramePartition) partition).portions();
    return new FrameReader(
        portions,
        columns,
        Optional.ofNullable(scaledTo),
        badFrames,
        new HadoopFiles(hadoop.value().value()));
  }
}
