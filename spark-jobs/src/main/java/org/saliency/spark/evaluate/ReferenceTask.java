package org.saliency.spark.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.dataset.FrameFiles;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Profile;
import org.saliency.metric.Reference;
import org.saliency.metric.RelativeFixations;
import org.saliency.spark.input.GroundTruth;
import org.saliency.spark.input.SegmentFiles;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.task.StorageRetries;

/**
 * Reads the ground truth of sampled frames on the executors.
 *
 * @param widths of the blur that makes the maps, of which the first counts
 * @param hadoop configuration of the file systems
 */
record ReferenceTask(TruthWidths widths, SerializableConfiguration hadoop)
    implements Function<Segment, List<ReferenceTask.Sample>> {

  /** Size of baselines, which are smooth. */
  static final Size SIZE = new Size(96, 72);

  /**
   * The ground truth of a frame.
   *
   * @param map resized to {@link #SIZE}; null without one
   * @param fixations null without any
   */
  record Sample(String video, Reference.Baseline map, RelativeFixations fixations)
      implements Serializable {}

  @Override
  public List<Sample> call(Segment segment) {
    StorageRetries retries = StorageRetries.ofTask();
    List<Sample> samples = new ArrayList<>();
    try (FrameFiles files = SegmentFiles.open(new HadoopFiles(hadoop.value()), List.of(segment))) {
      GroundTruth truth = new GroundTruth(files, Profile.NATIVE);
      for (PlannedFrame frame : segment.frames()) {
        GroundTruth.Read read =
            widths.first(
                retries.readOrGiveUp(() -> widths.read(truth, frame.truth(), Optional.empty())));
        samples.add(
            new Sample(
                frame.video(),
                read.map().map(ReferenceTask::small).orElse(null),
                read.fixations().map(RelativeFixations::of).orElse(null)));
      }
    }
    return samples;
  }

  private static Reference.Baseline small(SaliencyMap map) {
    return Reference.Baseline.of(Resize.antialiased(map, SIZE));
  }
}
