package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.json.Json;
import org.saliency.model.Model;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.scale.EncodedVideo;
import org.saliency.spark.scale.HeapPeak;
import org.saliency.spark.scale.Simulation;

/**
 * The driver's work for thousands of videos on a simulated object store. Off unless {@code
 * scale.videos} says how many; {@code scale.frames} per video (540), {@code scale.millis} per
 * request (25), {@code scale.heap=true} to measure the heap, which takes time.
 */
@EnabledIfSystemProperty(named = "scale.videos", matches = "\\d+")
class ScaleRehearsalIT {

  @TempDir Path folder;
  private Path model;
  private final SparkSession spark = TestSpark.session();

  @BeforeEach
  void createModel() throws IOException {
    model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", SimulatedScore.SIZE, 11).write(model);
  }

  private static int videos() {
    return Integer.getInteger("scale.videos");
  }

  private static int frames() {
    return Integer.getInteger("scale.frames", 540);
  }

  private SimulatedScore score(boolean hasTruth, IntPredicate published) throws IOException {
    SimulatedScore score = SimulatedScore.of(spark, model, videos(), frames(), hasTruth, published);
    score.simulation().delay(Integer.getInteger("scale.millis", 25));
    return score;
  }

  private interface Step<T> {
    T run() throws Exception;
  }

  private static <T> T measure(String name, Simulation simulation, Step<T> step) throws Exception {
    simulation.requests().reset();
    boolean hasHeap = Boolean.getBoolean("scale.heap");
    long start = System.nanoTime();
    T result;
    long heap;
    try (HeapPeak peak = new HeapPeak(hasHeap ? 500 : Long.MAX_VALUE)) {
      result = step.run();
      heap = peak.megabytes();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "SCALE %-28s %7.1f s  %8d requests (%.2f a video, %d at once), %.1f MB %s  %s%n",
        name,
        seconds,
        simulation.requests().total(),
        simulation.requests().total() / (double) videos(),
        simulation.requests().mostAtOnce(),
        simulation.requests().bytes() / 1e6,
        simulation.requests().byKind(),
        hasHeap ? heap + " MB" : "");
    System.out.println(
        simulation.requests().byPlace().entrySet().stream()
            .filter(entry -> entry.getValue() * 20 > simulation.requests().total())
            .map(entry -> "SCALE    " + entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining("\n")));
    return result;
  }

  private void dryRun(String name, boolean hasTruth, IntPredicate published, double share)
      throws Exception {
    try (SimulatedScore score = score(hasTruth, published)) {
      dryRun(name, score, share);
    }
  }

  private void dryRunOfFiles(String name, EncodedVideo video, IntPredicate published, double share)
      throws Exception {
    try (SimulatedScore score = SimulatedScore.ofFiles(spark, model, videos(), video, published)) {
      score.simulation().delay(Integer.getInteger("scale.millis", 25));
      System.out.println("SCALE    video file of " + video.bytes().length + " bytes");
      dryRun(name, score, share);
    }
  }

  private static void dryRun(String name, SimulatedScore score, double share) throws Exception {
    String plan = measure(name, score.simulation(), score.job()::dryRun);
    Map<?, ?> read = Json.read(plan, Map.class);
    assertThat(read.get("videos")).isEqualTo(videos());
    assertThat(((Number) read.get("resumed")).longValue())
        .isEqualTo(Math.round(share * videos()) * frames());
  }

  @Test
  void planning() throws Exception {
    dryRun("dry run, new output", false, video -> false, 0);
  }

  @Test
  void planningWithTruth() throws Exception {
    dryRun("dry run, ground truth", true, video -> false, 0);
  }

  @Test
  void resumingHalf() throws Exception {
    dryRun("dry run, half done", false, video -> video % 2 == 0, 0.5);
  }

  @Test
  void planningVideoFiles() throws Exception {
    EncodedVideo video = EncodedVideo.mp4(frames(), true);
    dryRunOfFiles("dry run, mp4", video, number -> false, 0);
  }

  @Test
  void planningVideoFilesWhoseTablesComeLast() throws Exception {
    EncodedVideo video = EncodedVideo.mp4(frames(), false);
    dryRunOfFiles("dry run, mp4, moov last", video, number -> false, 0);
  }

  @Test
  void planningWebm() throws Exception {
    EncodedVideo video = EncodedVideo.webm(frames());
    dryRunOfFiles("dry run, WebM", video, number -> false, 0);
  }

  @Test
  void resumingHalfOfVideoFiles() throws Exception {
    EncodedVideo video = EncodedVideo.mp4(frames(), true);
    dryRunOfFiles("dry run, mp4, half done", video, number -> number % 2 == 0, 0.5);
  }

  @Test
  void finalTables() throws Exception {
    try (SimulatedScore score = score(true, video -> true)) {
      Manifest manifest =
          measure("final tables", score.simulation(), () -> score.job().run().manifest());
      System.out.println("SCALE    " + manifest.stageSeconds());
      assertThat(manifest.counts()).containsEntry("resumed", (long) videos() * frames());
    }
  }
}
