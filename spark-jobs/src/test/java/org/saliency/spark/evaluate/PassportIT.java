package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.metric.Convention;
import org.saliency.metric.Metric;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.CsvTable;
import org.saliency.spark.score.TinyVideos;

/** The metrics by every convention, side by side. */
class PassportIT {

  private static final Size SMALL = new Size(64, 36);

  @TempDir Path folder;

  private Path videos;
  private Path training;
  private Path predictions;

  @BeforeEach
  void makeVideos() throws IOException {
    videos =
        new TinyVideos(folder.resolve("videos"), 5).add("a", 5, SMALL).add("b", 2, SMALL).folder();
    training = new TinyVideos(folder.resolve("training"), 6).add("t", 4, SMALL).folder();
    predictions = Files.createDirectories(folder.resolve("predictions"));
    Path others =
        new TinyVideos(folder.resolve("others"), 7).add("a", 5, SMALL).add("b", 2, SMALL).folder();
    for (String video : List.of("a", "b")) {
      Files.move(others.resolve(video).resolve("gaussians"), predictions.resolve(video));
    }
  }

  private EvaluateJob.Result evaluate(String out, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    settings.forEach((key, value) -> all.put("evaluate." + key, value));
    EvaluateArguments arguments =
        new EvaluateArguments(
            predictions.toString(),
            videos.toString(),
            Optional.empty(),
            folder.resolve(out).toString(),
            Settings.load(Optional.empty(), all).section("evaluate"));
    return new EvaluateJob(TestSpark.session(), arguments).run();
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void everyConventionHasARowWithItsSource() throws Exception {
    EvaluateJob.Result result =
        evaluate("out", Map.of("passport", "true", "baseline", training.toString()));

    JsonNode passport = json("out/passport.json");
    assertThat(passport.get("seed").asLong()).isEqualTo(1);
    assertThat(passport.get("frames").asLong()).isEqualTo(7);
    assertThat(passport.get("reference").get("negatives").asText()).isEqualTo("training-split");
    assertThat(passport.get("conventions")).hasSize(Convention.values().length);
    CsvTable csv =
        CsvTable.parse(text("out/passport.csv"), "passport.csv", List.of("convention", "source"));
    assertThat(csv.rows()).isEqualTo(Convention.values().length);
    String markdown = text("out/passport.md");
    for (Convention convention : Convention.values()) {
      JsonNode row = passport.get("conventions").get(convention.ordinal());
      assertThat(row.get("convention").asText()).isEqualTo(convention.option());
      for (Metric metric : convention.metrics()) {
        assertThat(row.get("metrics").has(metric.column())).isTrue();
      }
      assertThat(row.get("metrics").get("sauc").asDouble()).isBetween(0.0, 1.0);
      assertThat(markdown)
          .contains("| " + convention.option() + " |")
          .contains(convention.traits().source());
      assertThat(result.table()).contains(convention.option());
    }
    assertThat(passport.get("conventions").get(Convention.MIT_BENCHMARK.ordinal()).get("metrics"))
        .anyMatch(value -> value.asDouble() > 0);
    assertThat(result.summary()).containsKey("passport");
  }

  @Test
  void theProfileOfTheRunIsTheRowOfItsName() throws Exception {
    evaluate("out", Map.of("passport", "true"));

    JsonNode own = json("out/summary.json");
    JsonNode row = json("out/passport.json").get("conventions").get(0).get("metrics");
    own.get("metrics")
        .properties()
        .forEach(metric -> assertThat(row.get(metric.getKey())).isEqualTo(metric.getValue()));
    assertThat(own.has("reference")).as("negatives are for the passport alone").isFalse();
  }

  @Test
  void aSingleVideoHasNoShuffledAuc() throws Exception {
    Path one = Files.createDirectories(folder.resolve("one-video"));
    Files.move(videos.resolve("a"), one.resolve("a"));
    Files.move(predictions.resolve("b"), folder.resolve("unused"));
    videos = one;

    evaluate("out", Map.of("passport", "true"));

    JsonNode row = json("out/passport.json").get("conventions").get(0).get("metrics");
    assertThat(row.get("cc").isNumber()).isTrue();
    assertThat(row.path("sauc").isNumber()).isFalse();
  }

  @Test
  void equalSeedsGiveEqualFilesAndOtherSegmentsToo() throws Exception {
    evaluate("one", Map.of("passport", "true"));
    evaluate("two", Map.of("passport", "true", "segment-frames", "1"));
    evaluate("three", Map.of("passport", "true", "passport-seed", "2"));

    assertThat(text("two/passport.json")).isEqualTo(text("one/passport.json"));
    assertThat(text("two/passport.md")).isEqualTo(text("one/passport.md"));
    assertThat(text("three/passport.json")).isNotEqualTo(text("one/passport.json"));
  }

  @Test
  void aRunWithoutPassportRemovesTheOldOne() throws Exception {
    evaluate("out", Map.of("passport", "true"));
    evaluate("out", Map.of());

    assertThat(folder.resolve("out/passport.json")).doesNotExist();
    assertThat(folder.resolve("out/passport.md")).doesNotExist();
    assertThat(folder.resolve("out/video_metrics.csv")).exists();
  }
}
