package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.settings.Settings;
import org.saliency.spark.TaskWarnings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.score.TinyVideos;
import org.saliency.spark.score.WatchedFiles;

/** Progress and warnings of a running evaluation. */
class EvaluateProgressIT {

  private static final Size SMALL = new Size(64, 36);
  private static final int FRAMES = 6;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();
  private final TaskWarnings warnings = new TaskWarnings();
  private Path videos;
  private Path predictions;

  @BeforeEach
  void makeVideosAndPredictions() throws IOException {
    videos = new TinyVideos(folder.resolve("videos"), 5).add("a", FRAMES, SMALL).folder();
    predictions = Files.createDirectories(folder.resolve("predictions"));
    copy(videos.resolve("a/gaussians"), predictions.resolve("a"));
    WatchedFiles.register(spark.sparkContext().hadoopConfiguration());
    spark.sparkContext().addSparkListener(warnings);
  }

  @AfterEach
  void unwatch() {
    WatchedFiles.unwatch();
    spark.sparkContext().removeSparkListener(warnings);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : Files.list(from).toList()) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  private Manifest evaluate(String... settings) throws InterruptedException {
    Map<String, String> overrides = new HashMap<>();
    for (String setting : settings) {
      String[] pair = setting.split("=");
      overrides.put("evaluate." + pair[0], pair[1]);
    }
    EvaluateArguments arguments =
        new EvaluateArguments(
            WatchedFiles.uri(predictions),
            videos.toString(),
            Optional.empty(),
            folder.resolve("out").toString(),
            Settings.load(Optional.empty(), overrides).section("evaluate"));
    return new EvaluateJob(spark, arguments).run().manifest();
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static String standardError(Work work) throws InterruptedException {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void framesAndTimesByActivityAreReported() throws Exception {
    AtomicReference<Manifest> manifest = new AtomicReference<>();

    String output = standardError(() -> manifest.set(evaluate()));

    assertThat(output).contains("evaluate: 6 of 6 frames").doesNotContain("bad");
    Map<String, Double> seconds = manifest.get().stageSeconds();
    assertThat(seconds.get("tasks_decode")).isPositive();
    assertThat(seconds.get("tasks_measure")).isPositive();
    assertThat(seconds)
        .containsKeys("measure", "write_frames")
        .doesNotContainKeys("tasks_predict", "tasks_write");
  }

  @Test
  void aStalledReadIsReportedOnTheDriverWhileTheTaskRuns() throws Exception {
    AtomicReference<String> warning = new AtomicReference<>("");
    WatchedFiles.watch(
        file -> {
          if (file.getName().equals("0003.png")) {
            try {
              warning.compareAndSet("", warnings.next());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        },
        WatchedFiles::nothing);

    Manifest manifest = evaluate("stall-seconds=1");

    assertThat(warning.get())
        .contains("on executor driver")
        .contains("no progress for 1 s: decode has been at frame 2 (0003) of video 'a' for 1 s");
    assertThat(manifest.counts()).containsEntry("done", (long) FRAMES);
  }

  @Test
  void badMapsAreCountedAndNamedTheFirstInTheError() throws Exception {
    for (String bad : List.of("0002.png", "0005.png")) {
      Files.writeString(predictions.resolve("a").resolve(bad), "not a picture");
    }

    String output =
        standardError(
            () ->
                assertThatThrownBy(this::evaluate)
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("0002.png")
                    .hasMessageEndingWith("(2 of 6 frames cannot be measured)"));

    assertThat(output).contains("evaluate: 6 of 6 frames").contains(", 2 bad");
    assertThat(Files.exists(folder.resolve("out/frame_metrics"))).isFalse();
  }
}
