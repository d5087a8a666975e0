package org.saliency.spark.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.ManifestBuilder;
import org.saliency.spark.results.MetricTables;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.task.SparkProgress;
import org.saliency.spark.task.TaskProgress;

/**
 * Measures predicted maps, of this or any other method, by ground truth: pairs them by video and
 * frame number, measures each pair on the executors, and writes the metric tables.
 */
public final class EvaluateJob {

  /** Maps are measured at their own sizes, which show when they are read. */
  private static final Size ANY_SIZE = new Size(1, 1);

  private final SparkSession spark;
  private final EvaluateArguments arguments;
  private final Profile profile;
  private final int segmentFrames;
  private final int stallSeconds;
  private final LeaseSettings lease;
  private final OutputFolder folder;
  private final ManifestBuilder record;

  /**
   * A job that has done nothing yet.
   *
   * @throws UserException when a setting does not fit
   */
  public EvaluateJob(SparkSession spark, EvaluateArguments arguments) {
    this.spark = spark;
    this.arguments = arguments;
    this.profile = Profile.named(arguments.settings().text("profile"));
    this.segmentFrames = arguments.settings().integer("segment-frames", 1, 1_000_000);
    this.stallSeconds = arguments.settings().integer("stall-seconds", 0, 1_000_000);
    this.lease = LeaseSettings.from(arguments.settings());
    this.folder = new OutputFolder(arguments.output(), spark.sparkContext().hadoopConfiguration());
    this.record =
        new ManifestBuilder(
            "evaluate",
            arguments.settings().values(),
            List.of(arguments.predictions()),
            Optional.of(arguments.groundTruth()),
            spark.version());
  }

  /**
   * What came of it.
   *
   * @param manifest as written
   * @param summary as written to {@code summary.json}
   * @param table the metrics as text
   */
  public record Result(Manifest manifest, Map<String, Object> summary, String table) {}

  /**
   * Evaluates.
   *
   * @throws UserException when a prediction or a truth is missing or cannot be read
   */
  public Result run() throws InterruptedException {
    Predictions predictions = Predictions.in(arguments.predictions(), spark);
    List<Video> paired = record.time("read_inputs", () -> pair(predictions.list()));
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
      List<VideoMetrics> videos = record.time("aggregate", () -> tables.videoMeans(names));
      DatasetMetrics all = DatasetMetrics.of(videos);
      held.requireHeld();
      tables.writeVideos(videos);
      tables.writeSummary(all);
      record.count("videos", videos.size());
      record.count("planned", frames(paired));
      record.count("done", all.frames());
      Manifest manifest = record.finish(folder, Manifest.Status.COMPLETE);
      return new Result(manifest, tables.summary(all), tables.table(videos, all));
    } catch (RuntimeException | InterruptedException e) {
      record.fail(folder, e);
      throw e;
    }
  }

  /** The predicted videos with their truth; both have the same videos and frames. */
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
                      "the prediction of frame %s of video '%s' is missing in %s (%d of %d are"
                          + " there): add it, or take the video out of the ground truth",
                      frame, video, arguments.predictions(), keys.size(), frames.size());
                }
              }
            });
    return truth.attachTo(predicted).videos();
  }

  private static Set<String> keys(Video video) {
    return video.frames().stream().map(VideoFrame::key).collect(Collectors.toSet());
  }

  /** Measures all maps and writes the table of frames. */
  private void measure(
      Predictions predictions, List<Video> videos, MetricTables tables, OutputLease held)
      throws InterruptedException {
    int tasks = spark.sparkContext().defaultParallelism();
    List<PlannedVideo> planned =
        videos.stream().map(video -> new PlannedVideo(video, ANY_SIZE, List.of())).toList();
    List<Segment> segments = new SegmentPlanner(segmentFrames, tasks).segments(planned);
    TaskProgress told = TaskProgress.of(spark.sparkContext(), "measured", MeasureTask.ACTIVITIES);
    MeasureTask measure =
        new MeasureTask(
            profile,
            stallSeconds,
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()),
            told);
    JavaRDD<MeasuredSegment> measured =
        predictions
            .read(segments, Math.max(tasks, segments.size()))
            .map(measure)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      requireNoneBad(record.time("measure", () -> await(measured, frames(videos), told, held)));
      record.time("write_frames", () -> write(measured, tables));
    } finally {
      measured.unpersist(false);
    }
  }

  private MeasuredSegment.Summary await(
      JavaRDD<MeasuredSegment> measured, long frames, TaskProgress told, OutputLease held)
      throws InterruptedException {
    try (Progress progress = Progress.start("evaluate", "frames", frames)) {
      return SparkProgress.await(
              spark.sparkContext(),
              () -> measured.map(MeasuredSegment::summary).collectAsync(),
              progress,
              told,
              held::requireRenewed)
          .stream()
          .reduce(MeasuredSegment.Summary::plus)
          .orElseThrow();
    }
  }

  private void requireNoneBad(MeasuredSegment.Summary all) {
    record.tasks(all.times());
    if (all.bad() > 0) {
      throw UserException.input(
          "%s (%d of %d frames cannot be measured)",
          all.fault(), all.bad(), all.bad() + all.frames());
    }
  }

  private static void write(JavaRDD<MeasuredSegment> measured, MetricTables tables) {
    tables.writeFrames(measured.flatMap(segment -> segment.rows().iterator()));
  }

  private static long frames(List<Video> videos) {
    return videos.stream().mapToLong(video -> video.frames().size()).sum();
  }
}
