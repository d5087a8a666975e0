package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import org.saliency.spark.score.TinyVideos;
import org.saliency.spark.storage.Checksum;
import org.saliency.spark.storage.WritableHadoopFiles;

/** Scoring to HDFS and S3, killed halfway and rerun, and evaluating the results there. */
class RemoteOutputIT {

  private static final Size SMALL = new Size(32, 18);
  private static final int FRAMES = 80;
  private static final int SEGMENT = 4;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "score.segment-frames", String.valueOf(SEGMENT),
          "score.tasks", "4",
          "score.lease-renewal-seconds", "1",
          "score.lease-expiry-seconds", "6",
          "score.wait", "false");

  @TempDir static Path shared;
  private static Path model;
  private static Path videos;
  private static ScoredFolder undisturbed;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();
  private final Configuration configuration = spark.sparkContext().hadoopConfiguration();

  @BeforeAll
  static void scoreUndisturbed() throws Exception {
    model = shared.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    videos = new TinyVideos(shared.resolve("videos"), 5).add("v", FRAMES, SMALL).folder();
    String output = shared.resolve("undisturbed").toString();
    SparkSession spark = TestSpark.session();
    score(spark, output).run();
    undisturbed = new ScoredFolder(output, spark.sparkContext().hadoopConfiguration());
  }

  private static ScoreJob score(SparkSession spark, String output) {
    return new ScoreJob(
        spark,
        new ScoreArguments(
            List.of(videos.toString()),
            model.toString(),
            output,
            Optional.of(videos.toString()),
            Optional.empty(),
            Settings.load(Optional.empty(), SETTINGS).section("score")));
  }

  /** Starts the same job in another process with embedded Spark. */
  private SparkProcess startScoring(RemoteFiles remote, String output) throws IOException {
    List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", "local[2]", "--class", "org.saliency.spark.cli.Main"));
    command.addAll(List.of("--conf", "spark.ui.enabled=false"));
    command.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
    command.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
    remote
        .settings()
        .forEach(
            (key, value) -> command.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
    command.add(Path.of("target", "saliency-spark.jar").toString());
    String settings = remote.root() + "/score.conf";
    command.addAll(List.of("score", "--input", videos.toString(), "--config", settings));
    command.addAll(List.of("--model", remote.root() + "/model.pt"));
    command.addAll(List.of("--ground-truth", videos.toString(), "--output", output));
    WritableHadoopFiles files = new WritableHadoopFiles(configuration);
    files.copyFromDisk(
        model, new org.apache.hadoop.fs.Path(remote.root() + "/model.pt"), new Checksum());
    files.write(
        new org.apache.hadoop.fs.Path(settings),
        SETTINGS.entrySet().stream()
            .map(setting -> setting.getKey() + " = " + setting.getValue())
            .collect(Collectors.joining("\n")));
    return SparkProcess.start(
        folder.resolve("driver.log"),
        Map.of(),
        List.of("-Xmx1g", "-cp", RemoteFiles.classPath()),
        command);
  }

  @ParameterizedTest
  @EnumSource
  void theNextRunCompletesAKilledOneWithTheSameMetrics(RemoteFiles.Kind kind) throws Exception {
    Files.createDirectories(folder.resolve("server"));
    try (RemoteFiles remote = kind.start(folder.resolve("server"))) {
      remote.settings().forEach(configuration::set);
      ScoredFolder output = new ScoredFolder(remote.root() + "/scored", configuration);

      killHalfway(remote, output);
      long published = SEGMENT * output.segments("v");
      assertThat(published).isLessThan(FRAMES);
      Manifest manifest = scoreAfterExpiry(output);

      assertThat(manifest.counts())
          .containsEntry("resumed", published)
          .containsEntry("done", FRAMES - published);
      output.assertSameAs(undisturbed);
      assertEvaluatesToTheSame(output, remote.root() + "/evaluated");
    }
  }

  private void killHalfway(RemoteFiles remote, ScoredFolder output) throws Exception {
    try (SparkProcess driver = startScoring(remote, output.path())) {
      SparkProcess.await(
          "some segments are published",
          () -> {
            assertThat(driver.isAlive()).as(driver::log).isTrue();
            return output.segments("v") >= 3;
          });
      assertThat(
              org.assertj.core.api.Assertions.catchThrowableOfType(
                      UserException.class, () -> score(spark, output.path()).run())
                  .kind())
          .isEqualTo(UserException.Kind.BUSY);
      driver.kill();
    }
  }

  /** Scores once the lease of the killed run has expired. */
  private Manifest scoreAfterExpiry(ScoredFolder output) throws Exception {
    List<Manifest> done = new ArrayList<>();
    SparkProcess.await(
        "the lease has expired",
        () -> {
          try {
            done.add(score(spark, output.path()).run().manifest());
          } catch (UserException e) {
            assertThat(e).hasMessageContaining("is being written by");
          }
          return !done.isEmpty();
        });
    return done.get(0);
  }

  private void assertEvaluatesToTheSame(ScoredFolder scored, String output) throws Exception {
    new EvaluateJob(
            spark,
            new EvaluateArguments(
                scored.path(),
                videos.toString(),
                Optional.empty(),
                output,
                Settings.load(Optional.empty(), Map.of()).section("evaluate")))
        .run();
    ScoredFolder evaluated = new ScoredFolder(output, configuration);
    assertThat(evaluated.text("video_metrics.csv")).isEqualTo(scored.text("video_metrics.csv"));
    assertThat(evaluated.text("summary.json")).isEqualTo(scored.text("summary.json"));
  }
}
