package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.metric.Ranking;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.leaderboard.LeaderboardArguments;
import org.saliency.spark.leaderboard.LeaderboardJob;
import org.saliency.spark.output.FolderReader;
import org.saliency.spark.output.LeaseSettings;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.OutputFolder.OnExisting;
import org.saliency.spark.output.OutputLease;
import org.saliency.spark.report.ReportArguments;
import org.saliency.spark.report.ReportJob;
import org.saliency.spark.results.NamedResults;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import org.saliency.spark.score.TinyVideos;
import org.saliency.spark.score.WatchedFiles;

/** Evaluations of the maps of a scoring run that failed, was interrupted, or is still running. */
class UnfinishedPredictionsIT {

  private static final Size SMALL = new Size(64, 36);
  private static final String FAILED = "failed (4 of 6 frames have maps)";

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static SparkSession spark;
  private static Path videos;
  private Path scored;

  /** Scores video a, and fails while it publishes video b. */
  @BeforeAll
  static void failToScore() throws IOException {
    spark = TestSpark.session();
    videos =
        new TinyVideos(shared.resolve("videos"), 5).add("a", 4, SMALL).add("b", 2, SMALL).folder();
    Path failed = shared.resolve("scored");
    Model.create("deeplab-resnet18", SMALL, 11).write(shared.resolve("model.pt"));
    WatchedFiles.register(spark.sparkContext().hadoopConfiguration());
    AtomicInteger records = new AtomicInteger();
    WatchedFiles.watch(
        WatchedFiles::nothing,
        file -> {
          if (file.getName().equals("record.json") && records.incrementAndGet() == 2) {
            throw new IllegalStateException("disk on fire");
          }
        });
    try {
      assertThatThrownBy(() -> job(WatchedFiles.uri(failed)).run())
          .hasStackTraceContaining("disk on fire");
    } finally {
      WatchedFiles.unwatch();
    }
    assertThat(failed.resolve("manifest.json")).content().contains("\"failed\"");
  }

  @BeforeEach
  void copyWhatWasScored() throws IOException {
    scored = folder.resolve("scored");
    FileUtils.copyDirectory(shared.resolve("scored").toFile(), scored.toFile());
  }

  private static ScoreJob job(String output) {
    Map<String, String> settings = Map.of("score.segment-frames", "4", "score.tasks", "1");
    return new ScoreJob(
        spark,
        new ScoreArguments(
            List.of(videos.toString()),
            shared.resolve("model.pt").toString(),
            output,
            Optional.empty(),
            Optional.empty(),
            Settings.load(Optional.empty(), settings).section("score")));
  }

  private EvaluateJob.Result evaluate(Path predictions, Path output, String missing)
      throws InterruptedException {
    EvaluateArguments arguments =
        new EvaluateArguments(
            predictions.toString(),
            videos.toString(),
            Optional.empty(),
            output.toString(),
            Settings.load(Optional.empty(), Map.of("evaluate.missing", missing))
                .section("evaluate"));
    return new EvaluateJob(spark, arguments).run();
  }

  private EvaluateJob.Result evaluate(String missing) throws InterruptedException {
    return evaluate(scored, folder.resolve("out"), missing);
  }

  private static void assertFails(
      ThrowingCallable call, UserException.Kind kind, String... message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UserException.class, error -> assertThat(error.kind()).isEqualTo(kind))
        .hasMessageContainingAll(message);
  }

  private LeaderboardJob.Result rank(Path results) {
    return new LeaderboardJob(
            new Configuration(),
            new LeaderboardArguments(
                List.of(new NamedResults("mine", results.toString())),
                Ranking.DEFAULT_METRICS,
                Optional.empty(),
                folder.resolve("board").toString()))
        .run();
  }

  @Test
  void mapsOfAFailedRunAreRefusedByDefault() {
    assertFails(
        () -> evaluate("fail"),
        UserException.Kind.INPUT,
        "writes predictions " + scored,
        FAILED,
        "disk on fire",
        "the same score command",
        "--missing skip or zero");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void mapsOfAFailedRunHaveACaveatThatLeaderboardAndReportRepeat() throws Exception {
    EvaluateJob.Result result = evaluate("skip");

    String caveat = "the score run of these maps " + FAILED;
    assertThat(result.table()).contains("warning: " + caveat);
    JsonNode summary = new ObjectMapper().readTree(folder.resolve("out/summary.json").toFile());
    assertThat(summary.at("/unfinished_predictions/state").asText()).isEqualTo("failed");
    assertThat(summary.at("/unfinished_predictions/frames").asInt()).isEqualTo(4);
    assertThat(summary.at("/unfinished_predictions/planned").asInt()).isEqualTo(6);
    assertThat(summary.at("/warnings/0").asText()).startsWith(caveat);
    assertThat(rank(folder.resolve("out")).table()).contains("warning: mine: " + caveat);
    ReportJob.Result report =
        new ReportJob(
                spark,
                new ReportArguments(
                    folder.resolve("out").toString(),
                    Optional.of("mine"),
                    List.of(),
                    folder.resolve("report.html").toString()))
            .run();
    assertThat(report.notes()).anySatisfy(note -> assertThat(note).contains(caveat));
    assertThat(folder.resolve("report.html")).content().contains(caveat);
  }

  @Test
  void mapsInTheFolderOfTheRunAreThoseOfTheRun() {
    assertFails(
        () -> evaluate(scored.resolve("maps"), folder.resolve("out"), "fail"),
        UserException.Kind.INPUT,
        FAILED);
  }

  @Test
  void copiedMapsWithoutTheRunAreThoseOfAnotherMethod() throws Exception {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    Files.move(scored.resolve("maps/a"), copy.resolve("a"));

    assertThat(evaluate(copy, folder.resolve("out"), "skip").table()).doesNotContain("score run");
  }

  @Test
  void anInterruptedRunHasNoManifest() throws Exception {
    Files.delete(scored.resolve("manifest.json"));

    assertFails(() -> evaluate("fail"), UserException.Kind.INPUT, "was interrupted (4 of 6 frames");
    assertThat(evaluate("zero").table())
        .contains("warning: the score run of these maps was interrupted (4 of 6 frames have maps)");
  }

  @Test
  void aRunningRunIsWaitedFor() throws Exception {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    LeaseSettings settings =
        LeaseSettings.from(Settings.load(Optional.empty(), Map.of()).section("score"));
    try (OutputLease lease =
        new OutputFolder(scored.toString(), hadoop)
            .claim(
                new FolderReader(scored.toString(), hadoop).owner().orElseThrow(),
                OnExisting.RESUME,
                settings.terms(spark, "run-2"))) {
      assertFails(() -> evaluate("fail"), UserException.Kind.BUSY, "is still running", "try again");
      assertThat(evaluate("skip").table())
          .contains("warning: the score run of these maps is still");
    }
  }

  @Test
  void aRunThatHasPublishedNothingHasNoMaps() throws IOException {
    Files.move(scored.resolve("_saliency/segments"), folder.resolve("segments"));

    assertFails(() -> evaluate("skip"), UserException.Kind.INPUT, "failed (0 of 6 frames");
  }

  @Test
  void completedMapsAreMeasuredAsUsual() throws Exception {
    job(scored.toString()).run();

    EvaluateJob.Result result = evaluate("fail");

    assertThat(result.table()).doesNotContain("warning");
    assertThat(result.summary()).doesNotContainKey("unfinished_predictions");
    assertThat(result.manifest().counts()).containsEntry("done", 6L);
    Path table = scored.resolve("predictions");
    assertThat(evaluate(table, folder.resolve("table"), "fail").means()).isEqualTo(result.means());
  }

  @Test
  void resultsOfAnEvaluationAreNoPredictions() throws Exception {
    evaluate("skip");

    assertFails(
        () -> evaluate(folder.resolve("out"), folder.resolve("other"), "fail"),
        UserException.Kind.INPUT,
        "are an output of evaluate");
  }

  @Test
  void resultsOfAFailedEvaluationAreNotRanked() throws Exception {
    WatchedFiles.watch(
        WatchedFiles::nothing,
        file -> {
          if (file.getName().contains("video_metrics.csv")) {
            throw new IllegalStateException("disk on fire");
          }
        });
    try {
      assertThatThrownBy(
              () ->
                  new EvaluateJob(
                          spark,
                          new EvaluateArguments(
                              scored.toString(),
                              videos.toString(),
                              Optional.empty(),
                              WatchedFiles.uri(folder.resolve("out")),
                              Settings.load(Optional.empty(), Map.of("evaluate.missing", "skip"))
                                  .section("evaluate")))
                      .run())
          .hasStackTraceContaining("disk on fire");
    } finally {
      WatchedFiles.unwatch();
    }
    assertFails(
        () -> rank(folder.resolve("out")), UserException.Kind.INPUT, "the run failed", "on fire");
    Files.delete(folder.resolve("out/manifest.json"));
    assertFails(
        () -> rank(folder.resolve("out")),
        UserException.Kind.INPUT,
        "manifest.json is missing, since their run has not ended or was killed");
  }
}
