package org.saliency.spark.evaluate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Profile;
import org.saliency.spark.input.GroundTruth;
import org.saliency.spark.input.SegmentFiles;
import org.saliency.spark.input.SegmentMaps;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.results.MetricTables;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.task.Activity;
import org.saliency.spark.task.Span;
import org.saliency.spark.task.StorageRetries;
import org.saliency.spark.task.TaskProgress;
import org.saliency.spark.task.TaskStages;

/**
 * Computes the metrics of predicted maps on the executors.
 *
 * @param profile of the metrics
 * @param stallSeconds time without progress before a warning; 0 disables warnings
 * @param hadoop configuration of the file systems
 * @param progress of the job
 */
public record MeasureTask(
    Profile profile, int stallSeconds, SerializableConfiguration hadoop, TaskProgress progress)
    implements Function<SegmentMaps, MeasuredSegment> {

  public static final Set<Activity> ACTIVITIES = EnumSet.of(Activity.DECODE, Activity.MEASURE);

  @Override
  public MeasuredSegment call(SegmentMaps maps) {
    List<Row> rows = new ArrayList<>();
    int bad = 0;
    String error = "";
    StorageRetries retries = StorageRetries.ofTask();
    HadoopFiles storage = new HadoopFiles(hadoop.value());
    try (FrameFiles files = SegmentFiles.open(storage, List.of(maps.segment()));
        TaskStages stages = TaskStages.open(progress, stallSeconds)) {
      GroundTruth truth = new GroundTruth(files, profile);
      for (PlannedFrame frame : maps.segment().frames()) {
        TaskContext.get().killTaskIfInterrupted();
        try {
          FrameMetrics metrics =
              maps.isAbsent()
                  ? measureMissing(frame, truth, retries, stages)
                  : measure(frame, maps, truth, retries, stages);
          rows.add(MetricTables.frameRow(frame.video(), frame.index(), metrics));
          stages.frame();
        } catch (StorageException e) {
          throw e; // Spark runs the task again
        } catch (UserException e) {
          error = bad == 0 ? e.getMessage() : error;
          bad++;
          stages.badFrame();
        }
      }
      return new MeasuredSegment(rows, bad, error);
    }
  }

  private static FrameMetrics measure(
      PlannedFrame frame,
      SegmentMaps maps,
      GroundTruth truth,
      StorageRetries retries,
      TaskStages stages) {
    SaliencyMap map;
    GroundTruth.Read read;
    try (Span span = stages.work(Activity.DECODE, frame::place)) {
      map = retries.readOrGiveUp(() -> maps.map(frame, truth.files()));
      read = retries.readOrGiveUp(() -> truth.read(frame.truth(), map.size()));
    }
    try (Span span = stages.work(Activity.MEASURE, frame::place)) {
      return truth.measure(map, read);
    }
  }

  private static FrameMetrics measureMissing(
      PlannedFrame frame, GroundTruth truth, StorageRetries retries, TaskStages stages) {
    GroundTruth.Read read;
    try (Span span = stages.work(Activity.DECODE, frame::place)) {
      read = retries.readOrGiveUp(() -> truth.readWithoutFrame(frame.truth()));
    }
    try (Span span = stages.work(Activity.MEASURE, frame::place)) {
      return truth.profile().measureMissing(read.map(), read.fixations());
    }
  }
}
