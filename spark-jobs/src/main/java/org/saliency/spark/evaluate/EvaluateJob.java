package org.saliency.spark.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.Profile;
import org.saliency.metric.VideoMetrics;
import org.saliency.settings.Settings;
import org.saliency.spark.input.Predictions;
import org.saliency.spark.output.LeaseSettings;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.OutputLease;
import org.saliency.spark.output.RunPlan;
import org.saliency.spark.results.Coverage;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.ManifestBuilder;
import org.saliency.spark.results.MeasurementNotes;
import org.saliency.spark.results.MetricTables;
import org.saliency.spark.results.MetricTexts;
import org.saliency.spark.results.TruthSigmas;
import org.saliency.spark.storage.StampedFiles;

/**
 * Computes metrics of predicted maps of any method: pairs them with ground truth by video and frame
 * number, measures each pair on the executors, and writes the metric tables.
 */
public final class EvaluateJob {

  private static final List<String> FILES =
      List.of("frame_metrics", "video_metrics", "video_metrics.csv", "summary.json");

  private final SparkSession spark;
  private final EvaluateArguments arguments;
  private final Profile profile;
  private final List<Metric> metrics;
  private final ReferenceSettings references;
  private final Bound bound;
  private final TruthWidths widths;
  private final MissingPolicy missing;
  private final LeaseSettings lease;
  private final StampedFiles files;
  private final OutputFolder folder;
  private final ManifestBuilder manifest;
  private final MetricPassport passport;
  private final FrameMeasurement measurement;

  /**
   * Reads the settings.
   *
   * @throws UserException when a setting is invalid
   */
  public EvaluateJob(SparkSession spark, EvaluateArguments arguments) {
    this.spark = spark;
    this.arguments = arguments;
    this.profile = Profile.named(arguments.settings().text("profile"));
    this.metrics = metrics(profile, arguments.settings());
    this.references = ReferenceSettings.from(arguments.settings());
    this.bound = Bound.from(arguments.settings());
    this.widths = TruthWidths.from(arguments.settings());
    this.missing = MissingPolicy.named(arguments.settings().text("missing"));
    this.lease = LeaseSettings.from(arguments.settings());
    this.folder = new OutputFolder(arguments.output(), spark.sparkContext().hadoopConfiguration());
    this.files = new StampedFiles(spark.sparkContext().hadoopConfiguration());
    this.manifest =
        new ManifestBuilder(
            "evaluate",
            arguments.settings().values(),
            inputs().stream().map(files::qualified).toList(),
            Optional.of(files.qualified(arguments.groundTruth())),
            spark.version());
    this.passport = MetricPassport.from(arguments);
    this.measurement =
        new FrameMeasurement(
            spark, profile, metrics, bound, widths, arguments.settings(), passport, manifest);
  }

  private static List<Metric> metrics(Profile profile, Settings settings) {
    List<String> columns = settings.texts("metrics");
    return profile.choose(columns.equals(List.of("auto")) ? List.of() : columns);
  }

  /** The folder of predictions; none for a floor or ceiling. */
  private List<String> inputs() {
    return arguments.predictions().isEmpty() ? List.of() : List.of(arguments.predictions());
  }

  /** Random id of the run, as in its manifest. */
  public String runId() {
    return manifest.runId();
  }

  /**
   * Result of the job.
   *
   * @param manifest as written
   * @param summary as written to {@code summary.json}
   * @param table of the metrics, as text
   */
  public record Result(Manifest manifest, Map<String, Object> summary, String table) {

    /** Means over the data set by metric; undefined ones are absent or null. */
    public Map<?, ?> means() {
      return (Map<?, ?>) summary.get("metrics");
    }
  }

  /**
   * Runs the job.
   *
   * @throws UserException when a prediction or its ground truth is missing or cannot be read
   */
  public Result run() throws InterruptedException {
    bound.require(!inputs().isEmpty(), widths);
    passport.requireMaps(bound);
    references.require(metrics);
    List<String> read = new ArrayList<>(inputs());
    read.add(arguments.groundTruth());
    references.baseline().ifPresent(read::add);
    folder.requireApartFrom(read);
    Optional<PredictedRun> unfinished = inputs().stream().findFirst().flatMap(this::unfinishedRun);
    unfinished.ifPresent(scored -> scored.require(missing));
    Optional<Predictions> predictions =
        inputs().stream().findFirst().map(path -> Predictions.in(path, spark));
    GroundTruthFolder truth =
        new GroundTruthFolder(spark, files, arguments.groundTruth(), arguments.layout());
    Pairing paired =
        manifest.time(
            "read_inputs", () -> truth.pair(predictions, arguments.predictions(), missing));
    truth.require(paired.measured(missing), bound, widths);
    try (OutputLease held = folder.claimForTables(lease.terms(spark, manifest.runId()))) {
      return measureAll(predictions, unfinished, paired, held);
    }
  }

  private Optional<PredictedRun> unfinishedRun(String predictions) {
    return PredictedRun.unfinished(predictions, files.configuration(), lease.expiry());
  }

  private Result measureAll(
      Optional<Predictions> predictions,
      Optional<PredictedRun> unfinished,
      Pairing pairing,
      OutputLease held)
      throws InterruptedException {
    try {
      announce(pairing);
      MetricTables tables = new MetricTables(spark, folder, profile, metrics);
      References read = readReferences(pairing);
      MeasuredSegment.Summary measured =
          measurement.run(
              predictions,
              bound.isNone() ? pairing.present() : List.of(),
              withoutMaps(pairing),
              read,
              tables,
              held);
      TruthSigmas sigmas = compared(measured.widths());
      MeasurementNotes notes = notes(measured, read, sigmas, unfinished);
      List<Video> planned = pairing.measured(missing);
      List<String> names = planned.stream().map(Video::name).toList();
      List<VideoMetrics> videos = manifest.time("aggregate", () -> tables.videoMeans(names));
      requireComplete(planned, videos, arguments.output());
      DatasetMetrics all = DatasetMetrics.of(videos);
      Coverage coverage = pairing.coverage(missing, files::stamp);
      held.requireHeld();
      tables.writeVideos(videos, coverage);
      tables.writeSummary(videos, all, coverage, notes);
      sigmas.write(folder, metrics);
      Optional<PassportTable> sideBySide = passport.write(folder, all, read);
      countIfAny("kld_zero_frames", measured.kldZeroFrames());
      count(pairing, videos, all);
      requireFiles();
      Manifest written = manifest.finish(folder, Manifest.Status.COMPLETE);
      Map<String, Object> summary = tables.summary(videos, all, coverage, notes);
      sideBySide.ifPresent(own -> summary.put("passport", own.entries()));
      return new Result(
          written,
          summary,
          new MetricTexts(metrics, coverage, notes).table(videos, all)
              + sigmas.text(metrics)
              + sideBySide.map(PassportTable::text).orElse(""));
    } catch (RuntimeException | InterruptedException e) {
      if (held.isHeld()) { // else the manifest is another run's
        manifest.fail(folder, e);
      }
      throw e;
    }
  }

  private TruthSigmas compared(WidthMeans means) {
    Map<Double, List<VideoMetrics>> videos = new LinkedHashMap<>();
    for (int i = 0; widths.areCompared() && i < widths.sigmas().size(); i++) {
      videos.put(widths.sigmas().get(i), means.videos(i));
    }
    return new TruthSigmas(videos);
  }

  private MeasurementNotes notes(
      MeasuredSegment.Summary measured,
      References read,
      TruthSigmas sigmas,
      Optional<PredictedRun> unfinished) {
    boolean isReferenceUsed = new ReferenceReader(spark, references, metrics, widths).isNeeded();
    return new MeasurementNotes(
        measured.kldZeroFrames(),
        isReferenceUsed ? read.description() : Map.of(),
        bound.floor() == Floor.NONE ? null : Settings.kebab(bound.floor()),
        bound.isCeiling() ? Settings.kebab(bound.ceiling()) : null,
        widths.areOfMaps() ? null : widths.sigmas().get(0),
        sigmas.entries(),
        unfinished.map(PredictedRun::found).orElse(null));
  }

  private List<Video> withoutMaps(Pairing pairing) {
    if (!bound.isNone()) {
      return pairing.present();
    }
    return missing == MissingPolicy.ZERO ? pairing.missing() : List.of();
  }

  private References readReferences(Pairing pairing) throws InterruptedException {
    List<Video> videos = pairing.measured(MissingPolicy.ZERO);
    List<Metric> referenced = passport.referenced(metrics, references, videos);
    ReferenceReader reader = new ReferenceReader(spark, references, referenced, widths);
    if (!reader.isNeeded()) {
      return References.NONE;
    }
    return manifest.time(
        "read_baseline",
        () ->
            reader.read(
                references.baseline().isPresent()
                    ? new GroundTruthFolder(
                            spark, files, references.baseline().get(), Optional.empty())
                        .all()
                    : videos));
  }

  private void announce(Pairing pairing) {
    List<Video> videos = pairing.measured(missing);
    long frames = Pairing.frames(videos);
    long expiry = lease.expiry().toSeconds();
    new RunPlan(manifest.runId(), "evaluate", videos.size(), frames, 0, expiry).write(folder);
  }

  private void count(Pairing pairing, List<VideoMetrics> videos, DatasetMetrics all) {
    manifest.count("videos", videos.size());
    manifest.count("planned", Pairing.frames(pairing.measured(missing)));
    manifest.count("done", all.frames());
    countIfAny("missing_videos", pairing.missingVideos().size());
    countIfAny("missing_frames", pairing.missingFrames());
    countIfAny("videos_without_truth", pairing.extraVideos().size());
    countIfAny("frames_without_truth", pairing.extraFrameCount());
  }

  private void countIfAny(String name, long count) {
    if (count > 0) {
      manifest.count(name, count);
    }
  }

  /** Checks that the table of frames holds every planned frame, and that the tables are there. */
  static void requireComplete(List<Video> planned, List<VideoMetrics> videos, String output) {
    Map<String, Long> rows =
        videos.stream().collect(Collectors.toMap(VideoMetrics::video, VideoMetrics::frames));
    for (Video video : planned) {
      long found = rows.getOrDefault(video.name(), 0L);
      if (found != video.frames().size()) {
        throw UserException.output(
            "Table %s has %d rows of video '%s' instead of %d: run evaluate again, and let nothing"
                + " else change this folder meanwhile",
            output + "/frame_metrics", found, video.name(), video.frames().size());
      }
    }
  }

  private void requireFiles() {
    for (String name : FILES) {
      if (!folder.holds(name)) {
        throw UserException.output(
            "%s is gone although this run wrote it: run evaluate again, and let nothing else change"
                + " this folder meanwhile",
            folder.path(name));
      }
    }
  }
}
