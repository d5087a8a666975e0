package org.saliency.spark.evaluate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.ConventionMeter;
import org.saliency.metric.FrameMeter;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.Profile;
import org.saliency.metric.Reference;
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
 * @param metrics to compute
 * @param references of the videos
 * @param bound to measure in place of the maps
 * @param widths of the blur that makes the ground truth
 * @param passportSeed seed of the metrics by each convention; null to compute none
 * @param stallSeconds time without progress before a warning; 0 disables warnings
 * @param hadoop configuration of the file systems
 * @param progress of the job
 */
record MeasureTask(
    Profile profile,
    List<Metric> metrics,
    References references,
    Bound bound,
    TruthWidths widths,
    Long passportSeed,
    int stallSeconds,
    SerializableConfiguration hadoop,
    TaskProgress progress)
    implements Function<SegmentMaps, MeasuredSegment> {

  public static final Set<Activity> ACTIVITIES = EnumSet.of(Activity.DECODE, Activity.MEASURE);

  @Override
  public MeasuredSegment call(SegmentMaps maps) {
    List<Row> rows = new ArrayList<>();
    int bad = 0;
    int kldZeroFrames = 0;
    List<String> errors = new ArrayList<>();
    WidthMeans means = new WidthMeans();
    StorageRetries retries = StorageRetries.ofTask();
    HadoopFiles storage = new HadoopFiles(hadoop.value());
    try (FrameFiles files = SegmentFiles.open(storage, List.of(maps.segment()));
        TaskStages stages = TaskStages.open(progress, stallSeconds)) {
      GroundTruth truth = new GroundTruth(files, profile);
      Reference reference = references.of(maps.segment().range().video());
      FrameMeter meter = new FrameMeter(profile, metrics, reference);
      Optional<ConventionMeter> conventions = conventions(maps, reference);
      for (PlannedFrame frame : maps.segment().frames()) {
        TaskContext.get().killTaskIfInterrupted();
        try {
          List<FrameMetrics> ofWidths =
              maps.isAbsent()
                  ? measureWithoutMap(frame, truth, meter, conventions, reference, retries, stages)
                  : measure(frame, maps, truth, meter, conventions, retries, stages);
          FrameMetrics measured = ofWidths.get(0);
          rows.add(MetricTables.frameRow(frame.video(), frame.index(), measured, metrics));
          kldZeroFrames += measured.zerosDecideKld() ? 1 : 0;
          if (widths.areCompared()) {
            means.add(frame.video(), ofWidths, metrics);
          }
          stages.frame();
        } catch (StorageException e) {
          throw e; // Spark runs the task again
        } catch (UserException e) {
          if (bad < MeasuredSegment.MOST_ERRORS) {
            errors.add(e.getMessage());
          }
          bad++;
          stages.badFrame();
        }
      }
      PassportPart part =
          conventions
              .map(own -> new PassportPart(maps.segment().range().video(), own.means()))
              .orElse(PassportPart.NONE);
      return new MeasuredSegment(rows, bad, errors, kldZeroFrames, means, part);
    }
  }

  /** The metrics for each width of the ground truth; one without any. */
  private List<FrameMetrics> measure(
      PlannedFrame frame,
      SegmentMaps maps,
      GroundTruth truth,
      FrameMeter meter,
      Optional<ConventionMeter> conventions,
      StorageRetries retries,
      TaskStages stages) {
    SaliencyMap map;
    GroundTruth.Read read;
    try (Span span = stages.work(Activity.DECODE, frame::place)) {
      map = retries.readOrGiveUp(() -> maps.map(frame, truth.files()));
      read = retries.readOrGiveUp(() -> widths.read(truth, frame.truth(), Optional.of(map.size())));
    }
    try (Span span = stages.work(Activity.MEASURE, frame::place)) {
      List<GroundTruth.Read> truths = widths.truths(read);
      conventions.ifPresent(c -> add(c, frame, map, truths.get(0)));
      return truths.stream().map(own -> meter.measure(map, own.map(), own.fixations())).toList();
    }
  }

  private static void add(
      ConventionMeter conventions, PlannedFrame frame, SaliencyMap map, GroundTruth.Read truth) {
    conventions.add(frame.index(), map, truth.map(), truth.fixations());
  }

  private Optional<ConventionMeter> conventions(SegmentMaps maps, Reference reference) {
    String video = maps.segment().range().video();
    return Optional.ofNullable(passportSeed)
        .map(seed -> new ConventionMeter(video, List.of(Metric.values()), reference, seed));
  }

  /** Measures the floor or the ceiling or, without one, a missing map. */
  private List<FrameMetrics> measureWithoutMap(
      PlannedFrame frame,
      GroundTruth truth,
      FrameMeter meter,
      Optional<ConventionMeter> conventions,
      Reference reference,
      StorageRetries retries,
      TaskStages stages) {
    GroundTruth.Read read;
    try (Span span = stages.work(Activity.DECODE, frame::place)) {
      read = retries.readOrGiveUp(() -> widths.read(truth, frame.truth(), Optional.empty()));
    }
    try (Span span = stages.work(Activity.MEASURE, frame::place)) {
      if (bound.isCeiling()) {
        return bound.measure(frame, read.fixations().orElseThrow(), widths, meter);
      }
      Size size =
          read.map().map(SaliencyMap::size).or(() -> read.fixations().map(Fixations::size)).get();
      SaliencyMap map =
          bound.floor() == Floor.NONE
              ? new SaliencyMap(size, new double[size.pixels()])
              : bound.floor().map(size, reference);
      List<GroundTruth.Read> truths = widths.truths(read);
      conventions.ifPresent(c -> add(c, frame, map, truths.get(0)));
      return truths.stream()
          .map(
              own ->
                  bound.floor() == Floor.NONE
                      ? meter.measureMissing(own.map(), own.fixations())
                      : meter.measure(map, own.map(), own.fixations()))
          .toList();
    }
  }
}
