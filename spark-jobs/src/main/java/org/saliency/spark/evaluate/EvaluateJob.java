package org.saliency.spark.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Truth;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.Profile;
import org.saliency.metric.VideoMetrics;
import org.saliency.progress.Progress;
import org.saliency.spark.input.Predictions;
import org.saliency.spark.input.SparkVideoIndexer;
import org.saliency.spark.output.LeaseSettings;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.OutputLease;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;
import org.saliency.spark.plan.TaskSizes;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.ManifestBuilder;
import org.saliency.spark.results.MetricTables;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.task.SparkProgress;
import org.saliency.spark.task.TaskProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes metrics of predicted maps of any method: pairs them with ground truth by video and frame
 * number, measures each pair on the executors, and writes the metric tables.
 */
public final class EvaluateJob {

  private static final Logger LOG = LoggerFactory.getLogger(EvaluateJob.class);

  /** Placeholder: maps are measured at their own sizes, which are known when they are read. */
  private static final Size ANY_SIZE = new Size(1, 1);

  /** Maps are measured one by one; a task gets some of them at least. */
  private static final int FRAMES_PER_STEP = 2;

  private final SparkSession spark;
  private final EvaluateArguments arguments;
  private final Profile profile;
  private final int segmentFrames;
  private final int stallSeconds;
  private final LeaseSettings lease;
  private final OutputFolder folder;
  private final ManifestBuilder manifest;

  /**
   * Reads the settings.
   *
   * @throws UserException when a setting is invalid
   */
  public EvaluateJob(SparkSession spark, EvaluateArguments arguments) {
    this.spark = spark;
    this.arguments = arguments;
    this.profile = Profile.named(arguments.settings().text("profile"));
    this.segmentFrames = arguments.settings().integer("segment-frames", 1, 1_000_000);
    this.stallSeconds = arguments.settings().integer("stall-seconds", 0, 1_000_000);
    this.lease = LeaseSettings.from(arguments.settings());
    this.folder = new OutputFolder(arguments.output(), spark.sparkContext().hadoopConfiguration());
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    this.manifest =
        new ManifestBuilder(
            "evaluate",
            arguments.settings().values(),
            List.of(files.qualified(arguments.predictions())),
            Optional.of(files.qualified(arguments.groundTruth())),
            spark.version());
  }

  /**
   * Result of the job.
   *
   * @param manifest as written
   * @param summary as written to {@code summary.json}
   * @param table of the metrics, as text
   */
  public record Result(Manifest manifest, Map<String, Object> summary, String table) {}

  /**
   * Runs the job.
   *
   * @throws UserException when a prediction or its ground truth is missing or cannot be read
   */
  public Result run() throws InterruptedException {
    folder.requireApartFrom(List.of(arguments.predictions(), arguments.groundTruth()));
    Predictions predictions = Predictions.in(arguments.predictions(), spark);
    List<Video> paired = manifest.time("read_inputs", () -> pair(predictions.list()));
    try (OutputLease held = folder.claimForTables(lease.terms(spark))) {
      return measureAll(predictions, paired, held);
    }
  }

  private Result measureAll(Predictions predictions, List<Video> paired, OutputLease held)
      throws InterruptedException {
    try {
      MetricTables tables = new MetricTables(spark, folder, profile);
      measure(predictions, paired, tables, held);
      List<String> names = paired.stream().map(Video::name).toList();
      List<VideoMetrics> videos = manifest.time("aggregate", () -> tables.videoMeans(names));
      DatasetMetrics all = DatasetMetrics.of(videos);
      held.requireHeld();
      tables.writeVideos(videos);
      tables.writeSummary(all);
      manifest.count("videos", videos.size());
      manifest.count("planned", frames(paired));
      manifest.count("done", all.frames());
      Manifest written = manifest.finish(folder, Manifest.Status.COMPLETE);
      return new Result(written, tables.summary(all), tables.table(videos, all));
    } catch (RuntimeException | InterruptedException e) {
      if (held.isHeld()) { // else the manifest is another run's
        manifest.fail(folder, e);
      }
      throw e;
    }
  }

  /** The predicted videos with their ground truth; both must have the same videos and frames. */
  private List<Video> pair(Dataset predicted) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    Truth truth =
        Datasets.readTruth(
            files, arguments.groundTruth(), arguments.layout(), new SparkVideoIndexer(spark));
    Map<String, Set<String>> present =
        predicted.videos().stream().collect(Collectors.toMap(Video::name, EvaluateJob::keys));
    truth
        .videos()
        .forEach(
            (video, frames) -> {
              Set<String> keys = present.getOrDefault(video, Set.of());
              for (String frame : frames.keySet()) {
                if (!keys.contains(frame)) {
                  throw UserException.input(
                      "Missing prediction of frame %s of video '%s' in %s (%d of %d present): add it,"
                          + " or remove the video from the ground truth",
                      frame, video, arguments.predictions(), keys.size(), frames.size());
                }
              }
            });
    Set<String> withoutTruth = new TreeSet<>(truth.without(predicted.videos()));
    if (!withoutTruth.isEmpty()) {
      LOG.warn("videos without ground truth are not measured: {}", withoutTruth);
      manifest.count("videos_without_truth", withoutTruth.size());
    }
    return truth.attachTo(predicted).videos().stream()
        .filter(video -> !withoutTruth.contains(video.name()))
        .toList();
  }

  private static Set<String> keys(Video video) {
    return video.frames().stream().map(VideoFrame::key).collect(Collectors.toSet());
  }

  /** Measures all maps and writes the table of frames. */
  private void measure(
      Predictions predictions, List<Video> videos, MetricTables tables, OutputLease held)
      throws InterruptedException {
    List<PlannedVideo> planned =
        videos.stream().map(video -> new PlannedVideo(video, ANY_SIZE, List.of())).toList();
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.byWork(segmentFrames, FRAMES_PER_STEP));
    List<Segment> segments = planner.segments(planned);
    TaskProgress progress =
        TaskProgress.of(spark.sparkContext(), "measured", MeasureTask.ACTIVITIES);
    MeasureTask measure =
        new MeasureTask(
            profile,
            stallSeconds,
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()),
            progress);
    JavaRDD<MeasuredSegment> measured =
        predictions
            .read(segments, Math.max(1, planner.tasks(segments).size()))
            .map(measure)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      MeasuredSegment.Summary all =
          manifest.time("measure", () -> await(measured, videos, progress, held));
      manifest.taskTimes(progress);
      requireNoneBad(all);
      manifest.time(
          "write_frames",
          () -> tables.writeFrames(measured.flatMap(segment -> segment.rows().iterator())));
    } finally {
      measured.unpersist(false);
    }
  }

  private MeasuredSegment.Summary await(
      JavaRDD<MeasuredSegment> measured,
      List<Video> videos,
      TaskProgress progress,
      OutputLease held)
      throws InterruptedException {
    long frames = frames(videos);
    try (Progress bar = Progress.start("evaluate", "frames", frames)) {
      return SparkProgress.await(
              spark.sparkContext(),
              String.format(
                  Locale.ROOT, "evaluate: measure %d frames of %d videos", frames, videos.size()),
              () -> measured.map(MeasuredSegment::summary).collectAsync(),
              bar,
              progress,
              held::requireRenewed)
          .stream()
          .reduce(MeasuredSegment.Summary::plus)
          .orElseThrow();
    }
  }

  private static void requireNoneBad(MeasuredSegment.Summary all) {
    if (all.bad() > 0) {
      throw UserException.input(
          "%s (%d of %d frames cannot be measured)",
          all.error(), all.bad(), all.bad() + all.frames());
    }
  }

  private static long frames(List<Video> videos) {
    return videos.stream().mapToLong(video -> video.frames().size()).sum();
  }
}
