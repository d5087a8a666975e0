package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.model.Model;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.scale.EncodedVideo;
import org.saliency.spark.scale.Requests;
import org.saliency.spark.scale.Simulation;

/**
 * Requests of a scoring run to an object store, by video and frame, and how many are made at once.
 * {@link ScaleRehearsalIT} is the same with thousands of videos.
 */
class ScaleIT {

  private static final int VIDEOS = 50;
  private static final int FRAMES = 60;

  /** Requests of a run that do not depend on the number of videos: model, owner, lease, tables. */
  private static final int FIXED = 40;

  @TempDir static Path shared;
  private static Path model;

  private final SparkSession spark = TestSpark.session();

  @BeforeAll
  static void createModel() throws IOException {
    model = shared.resolve("model.pt");
    Model.create("deeplab-resnet18", SimulatedScore.SIZE, 11).write(model);
  }

  private SimulatedScore score(boolean hasTruth, IntPredicate published) throws IOException {
    return SimulatedScore.of(spark, model, VIDEOS, FRAMES, hasTruth, published);
  }

  /** A number in the output of {@code --dry-run}. */
  private static long planned(SimulatedScore score, String key) throws IOException {
    return ((Number) Json.read(score.job().dryRun(), Map.class).get(key)).longValue();
  }

  private static void assertAtMost(Requests requests, double aVideo) {
    assertThat(requests.total())
        .as("%s", requests.byPlace())
        .isLessThanOrEqualTo(Math.round(aVideo * VIDEOS) + FIXED);
  }

  @Test
  void planningListsEachFolderAndReadsOneFrameOfItManyAtOnce() throws Exception {
    try (SimulatedScore score = score(false, video -> false)) {
      score.simulation().delay(10);

      assertThat(planned(score, "frames")).isEqualTo(VIDEOS * FRAMES);

      assertAtMost(score.simulation().requests(), 2);
      assertThat(score.simulation().requests().mostAtOnce()).isGreaterThan(10);
    }
  }

  @Test
  void groundTruthTakesAListingOfEachOfItsFolders() throws Exception {
    try (SimulatedScore score = score(true, video -> false)) {
      score.simulation().delay(10);

      assertThat(planned(score, "frames")).isEqualTo(VIDEOS * FRAMES);

      assertAtMost(score.simulation().requests(), 5);
      assertThat(score.simulation().requests().mostAtOnce()).isGreaterThan(10);
    }
  }

  @Test
  void resumingReadsThreeRecordsOfAVideoAndListsItsFiles() throws Exception {
    try (SimulatedScore score = score(true, video -> video % 2 == 0)) {
      score.simulation().delay(10);

      assertThat(planned(score, "resumed")).isEqualTo(VIDEOS / 2 * FRAMES);

      // Half of the videos: their records, a listing of these, of maps and of predictions.
      assertAtMost(score.simulation().requests(), 5 + 0.5 * (3 + 3));
      assertThat(score.simulation().requests().mostAtOnce()).isGreaterThan(10);
    }
  }

  @Test
  void aFinishedRunIsCheckedAndItsTablesWritten() throws Exception {
    try (SimulatedScore score = score(true, video -> true)) {
      Manifest manifest = score.job().run().manifest();

      assertThat(manifest.counts()).containsEntry("resumed", (long) VIDEOS * FRAMES);
      Requests requests = score.simulation().requests();
      assertThat(requests.in("/corpus")).isLessThanOrEqualTo(5 * VIDEOS + 20);
      assertThat(requests.in("/out/_saliency/segments")).isLessThanOrEqualTo(5 * VIDEOS + 20);
      assertThat(requests.in("/out/maps")).isLessThanOrEqualTo(3 * VIDEOS + 20);
    }
  }

  private SimulatedScore files(EncodedVideo video, IntPredicate published) throws IOException {
    SimulatedScore score = SimulatedScore.ofFiles(spark, model, VIDEOS, video, published);
    score.simulation().delay(10);
    return score;
  }

  /** Plans video files with few requests for each, many at once; returns the bytes of each. */
  private double planned(EncodedVideo video, double requestsOfEach) throws Exception {
    try (SimulatedScore score = files(video, published -> false)) {
      assertThat(planned(score, "frames")).isEqualTo(VIDEOS * FRAMES);

      Requests requests = score.simulation().requests();
      assertAtMost(requests, requestsOfEach);
      assertThat(requests.mostAtOnce()).isGreaterThan(10);
      return requests.bytes() / (double) VIDEOS;
    }
  }

  @Test
  void planningReadsTheBeginningOfEachVideoFile() throws Exception {
    EncodedVideo video = EncodedVideo.mp4(FRAMES, true);

    double bytes = planned(video, 1);

    assertThat(bytes).isLessThan(150_000).isLessThan(video.bytes().length / 2.0);
  }

  @Test
  void planningReadsBeginningAndEndOfAVideoFileWithItsTablesAtTheEnd() throws Exception {
    EncodedVideo video = EncodedVideo.mp4(FRAMES, false);

    double bytes = planned(video, 2);

    assertThat(bytes).isLessThan(150_000).isLessThan(video.bytes().length / 2.0);
  }

  @Test
  void planningReadsWebmFilesOnce() throws Exception {
    EncodedVideo video = EncodedVideo.webm(FRAMES);

    double bytes = planned(video, 2);

    assertThat(bytes).isLessThan(1.2 * video.bytes().length);
  }

  @Test
  void resumingTakesTheIndexesOfTheEarlierRun() throws Exception {
    try (SimulatedScore score = files(EncodedVideo.mp4(FRAMES, true), video -> video % 2 == 0)) {
      assertThat(planned(score, "resumed")).isEqualTo(VIDEOS / 2 * FRAMES);

      assertAtMost(score.simulation().requests(), 0.5 * (3 + 3));
      assertThat(score.simulation().requests().in("/corpus")).isLessThan(10);
    }
  }

  @Test
  void aSegmentOfAVideoFileIsReadInTwoRequestsAtMost() throws Exception {
    EncodedVideo video = EncodedVideo.mp4(FRAMES, true);
    try (SimulatedScore score =
        SimulatedScore.ofFiles(spark, model, 4, video, published -> false)) {
      score.job("formats=[parquet]", "segment-frames=30", "tasks=8").run();

      Requests requests = score.simulation().requests();
      System.out.println("requests of 8 segments of video files: " + requests.byPlace());
      assertThat(requests.in("/corpus")).as("%s", requests.byPlace()).isLessThan(4 + 8 * 2 + 8);
    }
  }

  /** Requests of a run to its output, with rows alone: three segments a video, a task for each. */
  private Map<String, Long> ofOutput(int videos) throws Exception {
    try (SimulatedScore score =
        SimulatedScore.of(spark, model, videos, 3, false, published -> false)) {
      score.job("formats=[parquet]", "segment-frames=1", "tasks=" + 3 * videos).run();
      Map<String, Long> places = new TreeMap<>(score.simulation().requests().byPlace());
      places.keySet().removeIf(place -> !place.startsWith("/out"));
      return places;
    }
  }

  /** As if each segment had 180 frames, since the number of frames does not matter. */
  @Test
  void rowsAloneTakeOneRequestForTwentyFrames() throws Exception {
    Map<String, Long> many = ofOutput(16);
    Map<String, Long> more = ofOutput(20);
    Map<String, Double> aVideo = new TreeMap<>();
    more.forEach((place, count) -> aVideo.put(place, (count - many.getOrDefault(place, 0L)) / 4.0));
    double requests = aVideo.values().stream().mapToDouble(count -> count).sum();
    System.out.println("requests to the output for each video: " + requests + " " + aVideo);

    assertThat(requests).as("%s", aVideo).isLessThanOrEqualTo(3 * 180 / 20.0);
  }

  @Test
  void aVideoThatIsGoneAfterItWasListedEndsTheRunBeforeItWrites() throws Exception {
    try (SimulatedScore score = score(false, video -> false)) {
      Simulation simulation = score.simulation();
      simulation.vanish("video00003", "video00001");

      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> score.job().run())
          .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"))
          .withMessageContaining("video00003");
      assertThat(simulation.holds("manifest.json")).isFalse();
      assertThat(simulation.holds("_saliency")).isFalse();
    }
  }
}
