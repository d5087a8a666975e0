package org.saliency.spark.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.frame.Size;
import org.saliency.metric.Metric;
import org.saliency.metric.Profile;
import org.saliency.progress.Progress;
import org.saliency.settings.Settings;
import org.saliency.spark.input.Predictions;
import org.saliency.spark.input.SegmentMaps;
import org.saliency.spark.output.OutputLease;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;
import org.saliency.spark.plan.TaskSizes;
import org.saliency.spark.results.ManifestBuilder;
import org.saliency.spark.results.MetricTables;
import org.saliency.spark.task.SparkProgress;
import org.saliency.spark.task.TaskProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures frames on the executors and writes the table of frames. */
final class FrameMeasurement {

  private static final Logger LOG = LoggerFactory.getLogger(FrameMeasurement.class);

  /** Placeholder: maps are measured at their own sizes, which are known when they are read. */
  private static final Size ANY_SIZE = new Size(1, 1);

  /** Maps are measured one by one; a task gets some of them at least. */
  private static final int FRAMES_PER_STEP = 2;

  private final SparkSession spark;
  private final Profile profile;
  private final List<Metric> metrics;
  private final Bound bound;
  private final TruthWidths widths;
  private final int segmentFrames;
  private final int stallSeconds;
  private final MetricPassport passport;
  private final ManifestBuilder manifest;

  /** Reads the other settings of section {@code evaluate}. */
  FrameMeasurement(
      SparkSession spark,
      Profile profile,
      List<Metric> metrics,
      Bound bound,
      TruthWidths widths,
      Settings settings,
      MetricPassport passport,
      ManifestBuilder manifest) {
    this.spark = spark;
    this.profile = profile;
    this.metrics = metrics;
    this.bound = bound;
    this.widths = widths;
    this.segmentFrames = settings.integer("segment-frames", 1, 1_000_000);
    this.stallSeconds = settings.integer("stall-seconds", 0, 1_000_000);
    this.passport = passport;
    this.manifest = manifest;
  }

  /**
   * Measures predicted maps and, as all-zero maps, missing ones.
   *
   * @param present frames with a map
   * @param predictions empty without frames with a map
   * @param missing frames without a map; those of a floor or ceiling
   * @param references of the videos
   * @return of all frames
   * @throws UserException when a frame cannot be measured
   */
  MeasuredSegment.Summary run(
      Optional<Predictions> predictions,
      List<Video> present,
      List<Video> missing,
      References references,
      MetricTables tables,
      OutputLease held)
      throws InterruptedException {
    TaskProgress progress =
        TaskProgress.of(spark.sparkContext(), "measured", MeasureTask.ACTIVITIES);
    MeasureTask measure =
        new MeasureTask(
            profile,
            metrics,
            references,
            bound,
            widths,
            passport.seed().orElse(null),
            stallSeconds,
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()),
            progress);
    JavaRDD<MeasuredSegment> measured =
        maps(predictions, present, missing).map(measure).persist(StorageLevel.MEMORY_AND_DISK());
    long frames = Pairing.frames(present) + Pairing.frames(missing);
    int videos =
        (int) Stream.of(present, missing).flatMap(List::stream).map(Video::name).distinct().count();
    try {
      MeasuredSegment.Summary all =
          manifest.time("measure", () -> await(measured, frames, videos, progress, held));
      manifest.taskTimes(progress);
      requireAll(all, frames);
      // Blocks of lost executors are measured again, and their files may be gone by then.
      manifest.time(
          "write_frames",
          () -> tables.writeFrames(measured.flatMap(segment -> segment.allRows().iterator())));
      passport.collect(spark, measured);
      return all;
    } finally {
      measured.unpersist(false);
    }
  }

  private JavaRDD<SegmentMaps> maps(
      Optional<Predictions> predictions, List<Video> present, List<Video> missing) {
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.byWork(segmentFrames, FRAMES_PER_STEP));
    List<JavaRDD<SegmentMaps>> parts = new ArrayList<>();
    if (predictions.isPresent()) {
      List<Segment> segments = segments(present, planner);
      parts.add(predictions.get().read(segments, Math.max(1, planner.tasks(segments).size())));
    }
    if (!missing.isEmpty()) {
      List<Segment> absent = segments(missing, planner);
      parts.add(
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(absent, absent.size())
              .map(SegmentMaps::absent));
    }
    return parts.stream().reduce(JavaRDD::union).orElseThrow();
  }

  private static List<Segment> segments(List<Video> videos, SegmentPlanner planner) {
    List<PlannedVideo> planned =
        videos.stream().map(video -> new PlannedVideo(video, ANY_SIZE, List.of())).toList();
    return planner.segments(planned);
  }

  private MeasuredSegment.Summary await(
      JavaRDD<MeasuredSegment> measured,
      long frames,
      int videos,
      TaskProgress progress,
      OutputLease held)
      throws InterruptedException {
    try (Progress bar = Progress.start("evaluate", "frames", frames)) {
      return SparkProgress.await(
              spark.sparkContext(),
              String.format(
                  Locale.ROOT, "evaluate: measure %d frames of %d videos", frames, videos),
              () -> measured.map(MeasuredSegment::summary).collectAsync(),
              bar,
              progress,
              held::requireRenewed)
          .stream()
          .reduce(MeasuredSegment.Summary::plus)
          .orElseThrow();
    }
  }

  private static void requireAll(MeasuredSegment.Summary all, long frames) {
    if (all.bad() > 0) {
      all.errors().stream().skip(1).forEach(error -> LOG.warn("{}", error));
      if (all.bad() > all.errors().size()) {
        LOG.warn("{} more frames cannot be measured", all.bad() - all.errors().size());
      }
      throw UserException.input(
          "%s (%d of %d frames cannot be measured)",
          all.errors().get(0), all.bad(), all.bad() + all.frames());
    }
    if (all.frames() != frames) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%d of %d frames were measured", all.frames(), frames));
    }
  }
}
