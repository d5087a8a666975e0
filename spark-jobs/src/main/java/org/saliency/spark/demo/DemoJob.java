package org.saliency.spark.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.MeanMap;
import org.saliency.metric.Metric;
import org.saliency.progress.Progress;
import org.saliency.settings.Settings;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.leaderboard.LeaderboardArguments;
import org.saliency.spark.leaderboard.LeaderboardJob;
import org.saliency.spark.report.ReportArguments;
import org.saliency.spark.report.ReportJob;
import org.saliency.spark.results.NamedResults;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import org.saliency.storage.LocalStorage;
import org.saliency.training.TrainingArguments;
import org.saliency.training.TrainingJob;

/**
 * A small run of the whole workflow: synthesizes videos, trains a small network on some of them,
 * scores the others, and compares the network with the center prior of the training videos.
 */
public final class DemoJob {

  private static final Map<String, String> TRAINING_VIDEOS =
      Map.of(
          "synthesize.videos", "24",
          "synthesize.frames", "48",
          "synthesize.size", "192x108",
          "synthesize.seed", "1");

  private static final Map<String, String> HELD_OUT_VIDEOS =
      Map.of(
          "synthesize.videos", "6",
          "synthesize.frames", "48",
          "synthesize.size", "192x108",
          "synthesize.seed", "2");

  private static final Map<String, String> TRAINING =
      Map.of(
          "train.network", "deeplab-resnet18",
          "train.input-size", "128x72",
          "train.epochs", "4",
          "train.batches-per-epoch", "40",
          "train.batch-size", "8",
          "train.learning-rate", "1e-3",
          "train.validation-fraction", "0.15",
          "train.validation-frames", "48");

  private final SparkSession spark;
  private final Path folder;
  private final Map<String, String> overrides;

  /** A demo in a folder; the output of an earlier demo is replaced. */
  public DemoJob(SparkSession spark, Path folder) {
    this(spark, folder, Map.of());
  }

  DemoJob(SparkSession spark, Path folder, Map<String, String> overrides) {
    this.spark = spark;
    this.folder = folder;
    this.overrides = overrides;
  }

  private Settings settings(Map<String, String> defaults) {
    Map<String, String> merged = new HashMap<>(defaults);
    merged.putAll(overrides);
    return Settings.load(Optional.empty(), merged);
  }

  /**
   * Result of the demo.
   *
   * @param table leaderboard as text
   * @param report path of the HTML page
   */
  public record Result(String table, Path report) {}

  /** Runs the demo. */
  public Result run() throws IOException, InterruptedException {
    clear();
    Path training = synthesize("training", TRAINING_VIDEOS);
    Path heldOut = synthesize("held-out", HELD_OUT_VIDEOS);
    Path model = train(training);
    score(model, heldOut);
    writeCenterPrior(training, heldOut);
    evaluateCenterPrior(heldOut);
    return compare();
  }

  private void clear() throws IOException {
    for (String part :
        List.of("data", "training", "scores", "center-prior", "leaderboard", "report.html")) {
      FileUtil.fullyDelete(folder.resolve(part).toFile());
    }
    Files.createDirectories(folder);
  }

  private Path synthesize(String name, Map<String, String> settings) {
    Path output = folder.resolve("data").resolve(name);
    SyntheticSettings synthetic = SyntheticSettings.from(settings(settings).section("synthesize"));
    int frames = synthetic.videos() * synthetic.frames();
    try (Progress progress = Progress.start("synthesize " + name + " videos", "frames", frames)) {
      SyntheticDataset.write(output, synthetic, () -> progress.advance(1));
    }
    return output;
  }

  private Path train(Path data) throws IOException, InterruptedException {
    TrainingArguments arguments =
        TrainingArguments.of(
            data.toString(), Optional.empty(), folder.resolve("training"), Optional.empty());
    return new TrainingJob(arguments, settings(TRAINING).section("train")).run().model();
  }

  private void score(Path model, Path videos) throws InterruptedException {
    ScoreArguments arguments =
        new ScoreArguments(
            List.of(videos.toString()),
            model.toString(),
            scores().folder(),
            Optional.of(videos.toString()),
            Optional.empty(),
            settings(Map.of()).section("score"));
    new ScoreJob(spark, arguments).run();
  }

  /** Writes the mean training map as the prediction of every held-out frame. */
  private void writeCenterPrior(Path training, Path heldOut) throws IOException {
    LocalStorage storage = new LocalStorage();
    Dataset trainingVideos = Datasets.read(storage, training.toString(), Optional.empty());
    Dataset heldOutVideos = Datasets.read(storage, heldOut.toString(), Optional.empty());
    MeanMap mean = new MeanMap(settings(HELD_OUT_VIDEOS).section("synthesize").size("size"));
    try (FrameFiles files = FrameFiles.of(storage, trainingVideos.files())) {
      for (Video video : trainingVideos.videos()) {
        for (VideoFrame frame : video.frames()) {
          mean.add(files.map(frame.map().orElseThrow()));
        }
      }
    }
    byte[] png = MapFile.write(mean.mean(), MapDepth.EIGHT_BITS);
    for (Video video : heldOutVideos.videos()) {
      Path maps = folder.resolve("center-prior/maps").resolve(video.name());
      Files.createDirectories(maps);
      for (VideoFrame frame : video.frames()) {
        Files.write(maps.resolve(frame.name() + ".png"), png);
      }
    }
  }

  private void evaluateCenterPrior(Path heldOut) throws InterruptedException {
    EvaluateArguments arguments =
        new EvaluateArguments(
            folder.resolve("center-prior/maps").toString(),
            heldOut.toString(),
            Optional.empty(),
            centerPrior().folder(),
            settings(Map.of()).section("evaluate"));
    new EvaluateJob(spark, arguments).run();
  }

  private NamedResults scores() {
    return new NamedResults("network", folder.resolve("scores").toString());
  }

  private NamedResults centerPrior() {
    return new NamedResults("center prior", folder.resolve("center-prior/scores").toString());
  }

  /** Ranks the network and the center prior, and writes the report. */
  private Result compare() {
    LeaderboardJob.Result leaderboard =
        new LeaderboardJob(
                spark.sparkContext().hadoopConfiguration(),
                new LeaderboardArguments(
                    List.of(scores(), centerPrior()),
                    List.of(Metric.values()),
                    Optional.empty(),
                    folder.resolve("leaderboard").toString()))
            .run();
    Path page = folder.resolve("report.html");
    new ReportJob(
            spark,
            new ReportArguments(
                scores().folder(),
                Optional.of(scores().name()),
                List.of(centerPrior()),
                page.toString()))
        .run();
    return new Result(leaderboard.table(), page);
  }
}
