package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.metric.Ranking;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.leaderboard.LeaderboardArguments;
import org.saliency.spark.leaderboard.LeaderboardJob;
import org.saliency.spark.results.NamedResults;
import org.saliency.spark.score.TinyVideos;

/** Metrics that compare with other videos or a training split, and floors. */
class ReferenceIT {

  private static final Size SMALL = new Size(64, 36);

  @TempDir Path folder;

  private Path videos;
  private Path training;
  private Path predictions;

  @BeforeEach
  void makeVideos() throws IOException {
    videos =
        new TinyVideos(folder.resolve("videos"), 5)
            .add("a", 3, SMALL)
            .add("b", 2, SMALL)
            .add("c", 2, SMALL)
            .folder();
    training = new TinyVideos(folder.resolve("training"), 6).add("t", 4, SMALL).folder();
    predictions = Files.createDirectories(folder.resolve("predictions"));
    Path others =
        new TinyVideos(folder.resolve("others"), 7)
            .add("a", 3, SMALL)
            .add("b", 2, SMALL)
            .add("c", 2, SMALL)
            .folder();
    for (String video : List.of("a", "b", "c")) {
      Files.move(others.resolve(video).resolve("gaussians"), predictions.resolve(video));
    }
  }

  private JsonNode evaluate(String out, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("evaluate.profile", "native"));
    settings.forEach((key, value) -> all.put("evaluate." + key, value));
    EvaluateArguments arguments =
        new EvaluateArguments(
            settings.containsKey("floor") ? "" : predictions.toString(),
            videos.toString(),
            Optional.empty(),
            folder.resolve(out).toString(),
            Settings.load(Optional.empty(), all).section("evaluate"));
    new EvaluateJob(TestSpark.session(), arguments).run();
    return new ObjectMapper().readTree(folder.resolve(out).resolve("summary.json").toFile());
  }

  private static Raster picture(Path file) throws IOException {
    return ImageIO.read(file.toFile()).getRaster();
  }

  private List<int[]> fixations(String video, String frame) throws IOException {
    Raster points = picture(videos.resolve(video).resolve("fixations").resolve(frame));
    List<int[]> found = new ArrayList<>();
    for (int y = 0; y < points.getHeight(); y++) {
      for (int x = 0; x < points.getWidth(); x++) {
        if (points.getSample(x, y, 0) > 0) {
          found.add(new int[] {x, y});
        }
      }
    }
    return found;
  }

  private static List<String> frames(Path maps) {
    return List.of(maps.toFile().list());
  }

  /** The definition, pair by pair, with all fixations of the other videos. */
  private double shuffledAuc() throws IOException {
    double ofVideos = 0;
    for (String video : List.of("a", "b", "c")) {
      double ofFrames = 0;
      List<String> frames = frames(predictions.resolve(video));
      for (String frame : frames) {
        Raster map = picture(predictions.resolve(video).resolve(frame));
        double wins = 0;
        int pairs = 0;
        for (int[] positive : fixations(video, frame)) {
          for (String other : List.of("a", "b", "c")) {
            for (String there :
                other.equals(video)
                    ? List.<String>of()
                    : frames(videos.resolve(other).resolve("fixations"))) {
              for (int[] negative : fixations(other, there)) {
                int difference =
                    map.getSample(positive[0], positive[1], 0)
                        - map.getSample(negative[0], negative[1], 0);
                wins += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
                pairs++;
              }
            }
          }
        }
        ofFrames += wins / pairs;
      }
      ofVideos += ofFrames / frames.size();
    }
    return ofVideos / 3;
  }

  @Test
  void negativesAreFixationsOfTheOtherVideos() throws Exception {
    JsonNode summary = evaluate("out", Map.of("metrics", "sauc,cc,auc_borji"));
    assertThat(summary.at("/metrics/sauc").asDouble()).isCloseTo(shuffledAuc(), within(1e-12));
    assertThat(summary.get("metrics").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("cc", "auc_borji", "sauc");
    assertThat(summary.get("reference").toString())
        .isEqualTo("{\"negative_count\":14,\"negative_seed\":1,\"negatives\":\"other-videos\"}");
    assertThat(Files.readAllLines(folder.resolve("out/video_metrics.csv")).get(0))
        .isEqualTo(
            "video,frames,nss,sim,cc,auc_judd,kld,auc_borji,sauc,nss_undefined,sim_undefined,"
                + "cc_undefined,auc_judd_undefined,kld_undefined,auc_borji_undefined,"
                + "sauc_undefined,missing_frames");
  }

  @Test
  void aTrainingSplitIsTheBaselineAndItsPriorTheFloor() throws Exception {
    Map<String, String> settings =
        Map.of(
            "metrics", "nss,sim,cc,kld,sauc,ig",
            "baseline", training.toString(),
            "shuffled-fixations", "5",
            "shuffled-seed", "3");
    JsonNode ours = evaluate("ours", settings);
    assertThat(ours.at("/reference/negatives").asText()).isEqualTo("training-split");
    assertThat(ours.at("/reference/negative_count").asInt()).isEqualTo(5);
    assertThat(ours.at("/reference/negative_seed").asInt()).isEqualTo(3);
    assertThat(ours.at("/reference/baseline_frames").asInt()).isEqualTo(4);
    assertThat(ours.has("floor")).isFalse();
    assertThat(ours.at("/kld_zero_frames").asInt()).isBetween(1, 7);
    assertThat(ours.at("/warnings/0").asText())
        .endsWith(
            "in which pixels with prediction 0 contribute more than half of KLD: compare KLD with"
                + " care, or store maps without zeros (16 bits)");

    Map<String, String> floor = new HashMap<>(settings);
    floor.put("floor", "center-prior");
    JsonNode prior = evaluate("prior", floor);
    assertThat(prior.at("/metrics/ig").asDouble()).isCloseTo(0, within(1e-12));
    assertThat(prior.get("floor").asText()).isEqualTo("center-prior");
    floor.put("floor", "uniform");
    JsonNode uniform = evaluate("uniform", floor);
    assertThat(uniform.at("/metrics/cc").asDouble()).isZero();
    assertThat(uniform.at("/metrics/nss").asDouble()).isZero();
    assertThat(uniform.at("/metrics").has("sauc")).isFalse();

    LeaderboardJob.Result board =
        new LeaderboardJob(
                new Configuration(),
                new LeaderboardArguments(
                    List.of(results("ours"), results("prior"), results("uniform")),
                    Ranking.DEFAULT_METRICS,
                    Optional.empty(),
                    folder.resolve("board").toString()))
            .run();
    assertThat(board.table())
        .contains("prior (floor)", "uniform (floor)")
        .doesNotContain("ours (floor)", "different baselines");
    assertThat(Files.readString(folder.resolve("board/leaderboard.csv")))
        .contains(",floor\n", ",center-prior\n", ",uniform\n");
  }

  private NamedResults results(String name) {
    return new NamedResults(name, folder.resolve(name).toString());
  }

  @Test
  void whatIsMissingIsNamedBeforeAnythingIsWritten() {
    assertRefused(
        Map.of("metrics", "ig"),
        "Missing baseline for metric 'ig': give a training split with --baseline DIR");
    assertRefused(
        Map.of("floor", "center-prior"),
        "Missing baseline for floor 'center-prior': give a training split with --baseline DIR");
    assertRefused(
        Map.of("metrics", "cc,auc"),
        "Invalid metric 'auc': expected one of nss, sim, cc, auc_judd, kld, auc_borji, sauc, ig");
  }

  private void assertRefused(Map<String, String> settings, String message) {
    assertThatThrownBy(() -> evaluate("refused", settings))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  @Test
  void drawsAreDistinctAndRepeatable() {
    int[] drawn = ReferenceReader.draw(1000, 100, new SplittableRandom(1));
    assertThat(drawn).hasSize(100).doesNotHaveDuplicates().isSorted();
    assertThat(ReferenceReader.draw(1000, 100, new SplittableRandom(1))).isEqualTo(drawn);
    assertThat(ReferenceReader.draw(1000, 100, new SplittableRandom(2))).isNotEqualTo(drawn);
    assertThat(ReferenceReader.draw(3, 100, new SplittableRandom(1))).containsExactly(0, 1, 2);
  }
}
