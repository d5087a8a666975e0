package org.saliency.spark.source;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** Input of one task, in the order of videos and frames. */
record FramePartition(List<Portion> portions) implements InputPartition {

  FramePartition {
    portions = List.copyOf(portions);
  }
}
