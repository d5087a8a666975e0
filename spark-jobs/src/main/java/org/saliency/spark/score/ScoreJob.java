package org.saliency.spark.score;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.VideoMetrics;
import org.saliency.progress.Progress;
import org.saliency.pytorch.RequestedPrecision;
import org.saliency.spark.input.IndexedVideo;
import org.saliency.spark.input.SparkVideoIndexer;
import org.saliency.spark.input.VideoIndexCache;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.OutputLease;
import org.saliency.spark.output.OutputOwner;
import org.saliency.spark.output.PublishedSegments;
import org.saliency.spark.pipeline.MapCounts;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.SegmentInputs;
import org.saliency.spark.plan.SegmentPlanner;
import org.saliency.spark.results.Coverage;
import org.saliency.spark.results.ExecutorUse;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.ManifestBuilder;
import org.saliency.spark.results.MeasurementNotes;
import org.saliency.spark.results.MetricTables;
import org.saliency.spark.results.MetricTexts;
import org.saliency.spark.results.Quarantine;
import org.saliency.spark.serving.DeviceProbe;
import org.saliency.spark.serving.ModelDistributor;
import org.saliency.spark.serving.ModelFile;
import org.saliency.spark.serving.ModelHandle;
import org.saliency.spark.serving.ModelProbe;
import org.saliency.spark.serving.ModelSource;
import org.saliency.spark.storage.StampedFiles;
import org.saliency.spark.task.JobDescription;
import org.saliency.spark.task.SparkProgress;
import org.saliency.spark.task.TaskProgress;

/**
 * Predicts the saliency maps of videos: plans segments, scores them on the executors, aggregates
 * the metrics if there is ground truth, and writes the manifest last.
 */
public final class ScoreJob {

  private static final String INDEXES = "video-indexes.json";

  private final SparkSession spark;
  private final ScoreArguments arguments;
  private final ScoreSettings settings;
  private final StampedFiles files;
  private final ScoreResume resume;
  private final VideoIndexCache indexes = new VideoIndexCache();
  private final OutputFolder folder;
  private final ManifestBuilder record;

  /**
   * Creates a job.
   *
   * @throws UserException if a setting is invalid
   */
  public ScoreJob(SparkSession spark, ScoreArguments arguments) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    this.spark = spark;
    this.arguments = arguments;
    this.settings = ScoreSettings.from(arguments.settings());
    this.files = new StampedFiles(hadoop);
    this.folder = new OutputFolder(arguments.output(), hadoop);
    this.resume = new ScoreResume(arguments, settings, folder, new SegmentInputs(files::stamp));
    this.record =
        new ManifestBuilder(
            "score",
            arguments.settings().values(),
            arguments.inputs().stream().map(files::qualified).toList(),
            arguments.groundTruth().map(files::qualified),
            spark.version());
  }

  /** Random id of the run, as in its manifest. */
  public String runId() {
    return record.runId();
  }

  /** Returns the plan as JSON and writes nothing. */
  public String dryRun() {
    ModelSource model = ModelSource.read(arguments.model(), files);
    DeviceProbe device = probe(model);
    ScoreInputs inputs = inputs();
    requireUsable(inputs, resume.owner(model, device));
    PublishedSegments published = resume.published(model, inputs.videos(), record);
    return Json.write(plan(model, device, inputs, published).summary());
  }

  /**
   * Scores the videos.
   *
   * @throws UserException if an argument is invalid, or more frames were bad than allowed
   */
  public ScoreResult run() throws InterruptedException {
    ModelSource model = record.time("read_model", () -> ModelSource.read(arguments.model(), files));
    ScoreInputs inputs = record.time("read_inputs", this::inputs);
    DeviceProbe device = record.time("probe", () -> probe(model));
    record.model(model, ModelFile.shown(arguments.model()), device.target());
    record.device(device);
    OutputOwner owner = resume.owner(model, device);
    requireUsable(inputs, owner);
    List<String> gone = resume.gone(inputs);
    // A broken model is rejected before it claims the output.
    ScoreRecipe recipe = record.time("send_model", () -> recipe(model, device));
    try (OutputLease lease =
        folder.claim(owner, settings.onExisting(), settings.lease().terms(spark, record.runId()))) {
      if (indexes.hasNew()) {
        folder.writeCache(INDEXES, indexes.videos());
      }
      folder.videos().delete(gone);
      ScoreResult result = scoreAll(model, device, inputs, recipe, lease);
      result.requireFewBad(settings.maxBadFrames(), folder.path("quarantine").toString());
      return result;
    }
  }

  /**
   * Requires that the output is apart from the inputs, and that a run of this origin may add to it.
   */
  private void requireUsable(ScoreInputs inputs, OutputOwner owner) {
    folder.requireApartFrom(inputs.paths(arguments));
    folder.check(owner, settings.onExisting());
  }

  private ScoreResult scoreAll(
      ModelSource model,
      DeviceProbe device,
      ScoreInputs inputs,
      ScoreRecipe recipe,
      OutputLease lease)
      throws InterruptedException {
    try {
      PublishedSegments published =
          record.time("read_published", () -> resume.published(model, inputs.videos(), record));
      ScorePlan plan = record.time("plan", () -> plan(model, device, inputs, published));
      if (inputs.leftOut() > 0) {
        record.count("video_files_left_out", inputs.leftOut());
      }
      if (inputs.withoutTruth() > 0) {
        record.count("videos_without_truth", inputs.withoutTruth());
      }
      lease.requireHeld();
      published.deleteRest();
      plan.announced(record.runId(), inputs.bad().size(), settings.lease()).write(folder);
      List<ScoredTask> scored = score(plan, recipe, lease);
      ScorePublication publication =
          new ScorePublication(spark, folder, settings.formats(), record, lease);
      PublishedSegments all = publication.segments(published, scored);
      publication.joinVideos(all);
      List<VideoMetrics> metrics = aggregate(plan, all);
      ScoreCheck.of(folder, settings).require(plan, all, metrics);
      lease.requireHeld();
      return finish(plan, inputs, scored, all.bad(), metrics);
    } catch (RuntimeException | InterruptedException e) {
      if (lease.isHeld()) { // else the manifest is another run's
        record.fail(folder, e);
      }
      throw e;
    }
  }

  private DeviceProbe probe(ModelSource model) {
    RequestedPrecision requested = model.requested(settings.precision());
    try (JobDescription description =
        JobDescription.set(spark.sparkContext(), "score: probe the device of an executor")) {
      return DeviceProbe.of(spark, settings.device(), requested);
    }
  }

  private ScoreInputs inputs() {
    folder.readCache(INDEXES, IndexedVideo[].class).map(List::of).ifPresent(indexes::restore);
    return ScoreInputs.read(arguments, files, indexes.over(new SparkVideoIndexer(spark)));
  }

  private ScorePlan plan(
      ModelSource model, DeviceProbe device, ScoreInputs inputs, PublishedSegments published) {
    List<PlannedVideo> planned =
        inputs.videos().stream()
            .map(
                video ->
                    new PlannedVideo(
                        video, inputs.frameSizes().get(video.name()), published.of(video.name())))
            .toList();
    return ScorePlan.of(
        planned,
        new SegmentPlanner(
            settings.taskSizes(device.batchSize()), resume.neighbours(model), resume.inputs()));
  }

  private ScoreRecipe recipe(ModelSource model, DeviceProbe device) {
    ModelHandle handle = ModelDistributor.compiled(spark, model, device.target());
    int batchSize = settings.batchSize().orElse(device.batchSize());
    Size mapSize;
    try (JobDescription description =
        JobDescription.set(spark.sparkContext(), "score: test the model on one batch")) {
      mapSize = ModelProbe.mapSize(model, handle, settings.device(), batchSize, spark);
    }
    String output = files.qualified(arguments.output()); // executors have other working folders
    return settings.recipe(handle, mapSize, batchSize, output, record.runId(), hadoop());
  }

  private List<ScoredTask> score(ScorePlan plan, ScoreRecipe recipe, OutputLease lease)
      throws InterruptedException {
    if (plan.tasks().isEmpty()) {
      return List.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    TaskProgress progress = TaskProgress.of(spark.sparkContext(), "scored", ScoreTask.ACTIVITIES);
    String description =
        String.format(
            Locale.ROOT,
            "score: predict %d frames of %d videos",
            plan.framesToScore(),
            plan.scoredVideoNames().size());
    try (Progress bar = Progress.start("score", "frames", plan.framesToScore())) {
      List<ScoredTask> scored =
          record.time(
              "score",
              () ->
                  SparkProgress.await(
                      spark.sparkContext(),
                      description,
                      () ->
                          new TaskPlacement(files)
                              .place(context, plan.tasks())
                              .mapPartitions(new ScoreTask(recipe, progress))
                              .collectAsync(),
                      bar,
                      progress,
                      lease::requireRenewed));
      record.taskTimes(progress);
      return scored;
    }
  }

  private SerializableConfiguration hadoop() {
    return new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
  }

  /** Returns the means of all videos, earlier runs included; none without ground truth. */
  private List<VideoMetrics> aggregate(ScorePlan plan, PublishedSegments published)
      throws InterruptedException {
    return arguments.groundTruth().isEmpty()
        ? List.of()
        : record.time("aggregate", () -> tables().videoMeans(plan.videoNames(), published));
  }

  private MetricTables tables() {
    return new MetricTables(spark, folder, settings.profile());
  }

  private ScoreResult finish(
      ScorePlan plan,
      ScoreInputs inputs,
      List<ScoredTask> scored,
      List<BadFrame> unscored,
      List<VideoMetrics> metrics) {
    DatasetMetrics all = DatasetMetrics.of(metrics);
    List<BadFrame> bad = Stream.concat(inputs.bad().stream(), unscored.stream()).toList();
    MetricTables tables = tables();
    Coverage coverage = Coverage.of(inputs.videos(), files::stamp);
    if (!metrics.isEmpty()) {
      tables.writeVideos(metrics, coverage);
    }
    tables.writeSummary(metrics, all, coverage, MeasurementNotes.NONE);
    Quarantine.write(spark, folder, bad);
    plan.count(record, unscored.size(), bad.size());
    MapCounts maps = ScoredTask.maps(scored);
    record.count("predicted", maps.predicted());
    record.count("repeated", maps.repeated());
    record.count("interpolated", maps.interpolated());
    record.executors(ExecutorUse.merge(scored.stream().map(ScoredTask::executor).toList()));
    Manifest.Status status =
        bad.size() > settings.maxBadFrames()
            ? Manifest.Status.INCOMPLETE
            : Manifest.Status.COMPLETE;
    String table =
        metrics.isEmpty()
            ? ""
            : new MetricTexts(settings.profile().metrics(), coverage, MeasurementNotes.NONE)
                .table(metrics, all);
    return new ScoreResult(
        record.finish(folder, status),
        tables.summary(metrics, all, coverage, MeasurementNotes.NONE),
        table,
        bad);
  }
}
