package org.saliency.spark.input;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.StampedFiles;
import org.saliency.video.VideoIndex;

/** Reads predicted maps from image and video files. */
record MapFiles(SparkSession spark) {

  HadoopFiles storage() {
    return new StampedFiles(spark.sparkContext().hadoopConfiguration());
  }

  /** As {@link Predictions#read}. */
  JavaRDD<SegmentMaps> read(List<Segment> segments, int partitions) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(segments, partitions)
        .map(SegmentMaps::inFiles);
  }

  /**
   * As {@link Predictions#pick}.
   *
   * @param videos indexes of the video files with maps, by path
   */
  void pick(
      List<PlannedFrame> frames,
      Map<String, VideoIndex> videos,
      BiConsumer<PlannedFrame, SaliencyMap> maps,
      Consumer<UserException> errors) {
    try (FrameFiles files = FrameFiles.of(storage(), videos)) {
      for (PlannedFrame frame : frames) {
        try {
          maps.accept(frame, files.map(frame.image()));
        } catch (UserException e) {
          errors.accept(e);
        }
      }
    }
  }
}
