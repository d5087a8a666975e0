package org.saliency.spark.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Size;
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
          "synthesize.size", "192x108");

  private static final Map<String, String> HELD_OUT_VIDEOS =
      Map.of(
          "synthesize.videos", "6",
          "synthesize.frames", "48",
          "synthesize.size", "192x108");

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
  private final Settings settings;

  /**
   * A demo in a folder; the output of an earlier demo is replaced.
   *
   * @param settings override those of the demo where the user gave them
   */
  public DemoJob(SparkSession spark, Path folder, Settings settings) {
    this.spark = spark;
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Result of the demo.
   *
   * @param table leaderboard as text
   * @param report path of the HTML page
   */
  public record Result(String table, Path report) {}

  /**
   * Runs the demo.
   *
   * @throws org.saliency.UserException when the folder cannot be written, holds files that no demo
   *     wrote, or is written by another demo
   */
  public Result run() throws IOException, InterruptedException {
    SyntheticSettings training = synthetic(TRAINING_VIDEOS);
    SyntheticSettings heldOut = synthetic(HELD_OUT_VIDEOS).withSeed(training.seed() + 1);
    try (DemoFolder claimed = DemoFolder.claim(folder)) {
      claimed.clear();
      return run(training, heldOut);
    }
  }

  private Result run(SyntheticSettings training, SyntheticSettings heldOut)
      throws IOException, InterruptedException {
    Path trainingVideos = synthesize("training", training);
    Path heldOutVideos = synthesize("held-out", heldOut);
    score(train(trainingVideos), heldOutVideos);
    writeCenterPrior(trainingVideos, heldOutVideos, heldOut.size());
    evaluateCenterPrior(heldOutVideos);
    return compare();
  }

  private SyntheticSettings synthetic(Map<String, String> defaults) {
    return SyntheticSettings.from(settings.withDefaults(defaults).section("synthesize"));
  }

  private Path synthesize(String name, SyntheticSettings synthetic) {
    Path output = folder.resolve("data").resolve(name);
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
    return new TrainingJob(arguments, settings.withDefaults(TRAINING).section("train"))
        .run()
        .model();
  }

  private void score(Path model, Path videos) throws InterruptedException {
    ScoreArguments arguments =
        new ScoreArguments(
            List.of(videos.toString()),
            model.toString(),
            scores().folder(),
            Optional.of(videos.toString()),
            Optional.empty(),
            settings.section("score"));
    new ScoreJob(spark, arguments).run();
  }

  /** Writes the mean training map as the prediction of every held-out frame. */
  private void writeCenterPrior(Path training, Path heldOut, Size size) throws IOException {
    LocalStorage storage = new LocalStorage();
    Dataset trainingVideos = Datasets.read(storage, training.toString(), Optional.empty());
    Dataset heldOutVideos = Datasets.read(storage, heldOut.toString(), Optional.empty());
    MeanMap mean = new MeanMap(size);
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
            settings.section("evaluate"));
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
                    Metric.DEFAULTS,
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
