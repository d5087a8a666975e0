package org.saliency.spark.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.results.Coverage;
import org.saliency.spark.results.MeasuredFolder;
import org.saliency.spark.results.NamedResults;

/** Rankings of methods that were not measured on the same frames. */
class FairLeaderboardTest {

  private static final int VIDEOS = 20;

  @TempDir private Path folder;

  private MeasuredFolder method(String name) {
    return new MeasuredFolder(folder.resolve(name));
  }

  private LeaderboardJob.Result rank(List<Metric> metrics, String... names) {
    List<NamedResults> results =
        List.of(names).stream()
            .map(name -> new NamedResults(name, folder.resolve(name).toString()))
            .toList();
    String output = folder.resolve("board").toString();
    return new LeaderboardJob(
            new Configuration(),
            new LeaderboardArguments(results, metrics, Optional.empty(), output))
        .run();
  }

  private LeaderboardJob.Result rank(String... names) {
    return rank(Ranking.DEFAULT_METRICS, names);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("board/leaderboard.json").toFile());
  }

  /**
   * Videos of two frames whose quality falls from 0.9 by 0.04 a video; the KLD is 1 minus that.
   *
   * @param blank the number of the worst videos whose maps are all zero
   */
  private MeasuredFolder falling(String name, double bonus, int blank) {
    MeasuredFolder method = method(name);
    for (int video = 0; video < VIDEOS; video++) {
      double quality = 0.9 - 0.04 * video + bonus;
      boolean isBlank = video >= VIDEOS - blank;
      for (int frame = 0; frame < 2; frame++) {
        method.frame(
            "v" + (10 + video),
            frame,
            isBlank ? 0 : quality,
            isBlank ? Optional.empty() : Optional.of(1 - quality));
      }
    }
    return method;
  }

  @Test
  void aMethodThatBlanksItsWorstVideosDoesNotWinByIt() throws IOException {
    falling("honest", 0.01, 0).write();
    falling("blank", 0, 4).write();

    LeaderboardJob.Result result = rank(List.of(Metric.KLD), "blank", "honest");

    // Over its own 16 videos, blank has a KLD of 0.4, honest has 0.47 over its 20, and 0.39 over
    // the 16 that both have.
    assertThat(json().at("/methods/0/name").asText()).isEqualTo("honest");
    assertThat(json().at("/methods/0/metrics/kld/mean").asDouble()).isCloseTo(.39, within(1e-9));
    assertThat(json().at("/methods/1/metrics/kld/mean").asDouble()).isCloseTo(.40, within(1e-9));
    assertThat(json().at("/compared_frames/kld").asInt()).isEqualTo(32);
    assertThat(json().at("/frames").asInt()).isEqualTo(40);
    assertThat(json().at("/methods/1/undefined_frames/kld").asInt()).isEqualTo(8);
    assertThat(json().at("/warnings").toString())
        .contains("blank: 8 frames with an all-zero map: KLD is undefined")
        .contains(
            "KLD is undefined for some frames (blank 8 frames): compared on the 32 frames for which"
                + " all have a value");
    assertThat(result.table())
        .containsPattern("rank +method +KLD +mean place +undefined\n")
        .containsPattern("2 +blank +0.4000 +\\(2\\) +2.00 +KLD 8\n")
        .contains("warning: blank: 8 frames");
    assertThat(Files.readAllLines(folder.resolve("board/leaderboard.csv")))
        .first()
        .asString()
        .endsWith("mean_place,frames,missing_frames,missing_policy,kld_undefined,kld_low,kld_high");
    assertThat(Files.readAllLines(folder.resolve("board/leaderboard.csv")).get(2))
        .startsWith("2,blank,")
        .contains(",40,0,,8,0.29");
  }

  @Test
  void blankVideosCountInTheMetricsThatAreDefinedForThem() throws IOException {
    falling("honest", 0, 0).write();
    falling("blank", 0, 4).write();
    rank("blank", "honest");
    assertThat(json().at("/methods/0/name").asText()).isEqualTo("honest");
    assertThat(json().at("/methods/0/metrics/cc/mean").asDouble()).isCloseTo(.52, within(1e-9));
    assertThat(json().at("/methods/1/metrics/cc/mean").asDouble()).isCloseTo(.48, within(1e-9));
    assertThat(json().at("/compared_frames/cc").asInt()).isEqualTo(40);
  }

  @Test
  void meansAndPairedDifferencesHaveIntervals() throws IOException {
    falling("a", 0.05, 0).write();
    falling("b", 0, 0).write();
    MeasuredFolder mixed = method("c");
    for (int video = 0; video < VIDEOS; video++) {
      double quality = 0.9 - 0.04 * video + (video % 2 == 0 ? -0.1 : 0.09);
      mixed
          .frame("v" + (10 + video), 0, quality, Optional.of(1 - quality))
          .frame("v" + (10 + video), 1, quality, Optional.of(1 - quality));
    }
    mixed.write();

    LeaderboardJob.Result result = rank(List.of(Metric.CC), "a", "b", "c");

    JsonNode a = json().at("/methods/0/metrics/cc");
    assertThat(a.at("/mean").asDouble()).isCloseTo(0.57, within(1e-9));
    // The t interval is 0.57 +- 2.093 * 0.04 * 5.916 / sqrt(20) = 0.57 +- 0.1107.
    assertThat(a.at("/low").asDouble()).isCloseTo(0.57 - 0.1107, within(0.01));
    assertThat(a.at("/high").asDouble()).isCloseTo(0.57 + 0.1107, within(0.01));
    assertThat(json().at("/differences")).hasSize(3);
    JsonNode sure = json().at("/differences/0");
    assertThat(sure.at("/method").asText() + sure.at("/other").asText()).isEqualTo("ab");
    assertThat(sure.at("/difference").asDouble()).isCloseTo(0.05, within(1e-9));
    assertThat(sure.at("/low").asDouble()).isCloseTo(0.05, within(1e-9));
    assertThat(sure.at("/shown").asBoolean()).isTrue();
    assertThat(sure.at("/wins").asInt()).isEqualTo(20);
    JsonNode unsure = json().at("/differences/2");
    assertThat(unsure.at("/difference").asDouble()).isCloseTo(0.005, within(1e-9));
    assertThat(unsure.at("/shown").asBoolean()).isFalse();
    assertThat(unsure.at("/wins").asInt()).isEqualTo(10);
    assertThat(unsure.at("/losses").asInt()).isEqualTo(10);
    assertThat(json().at("/bootstrap/seed").asInt()).isEqualTo(1);
    assertThat(result.table())
        .contains("a - b, CC: 0.0500 [0.0500, 0.0500], better in 20 of 20 videos\n")
        .containsPattern(
            "b - c, CC: 0.0050 \\[-0.0\\d+, 0.0\\d+\\], better in 10 of 20 videos \\(a difference is"
                + " not shown\\)\n");
  }

  @Test
  void equalFramesAreRankedWithoutAWarning() throws IOException {
    falling("a", 0, 0).write();
    falling("b", 0.02, 0).write();
    LeaderboardJob.Result result = rank("a", "b");
    assertThat(json().at("/warnings")).isEmpty();
    assertThat(json().at("/frames").asInt()).isEqualTo(40);
    assertThat(result.table()).doesNotContain("warning", "missing", "undefined");
  }

  @Test
  void methodsOfDifferentFramesAreComparedOnThoseOfBoth() throws IOException {
    method("all")
        .frame("v", 0, .9, Optional.of(.1))
        .frame("v", 1, .1, Optional.of(.9))
        .frame("w", 0, .5, Optional.of(.5))
        .write();
    method("some")
        .frame("v", 0, .8, Optional.of(.2))
        .frame("w", 0, .4, Optional.of(.6))
        .missing(new Coverage.Missing("skip", 0, 1, Map.of("v", 1L)))
        .write();

    LeaderboardJob.Result result = rank("some", "all");

    assertThat(json().at("/methods/0/name").asText()).isEqualTo("all");
    assertThat(json().at("/methods/0/metrics/cc/mean").asDouble()).isCloseTo(.7, within(1e-12));
    assertThat(json().at("/methods/1/metrics/cc/mean").asDouble()).isCloseTo(.6, within(1e-12));
    assertThat(json().at("/methods/1/missing_frames").asInt()).isEqualTo(1);
    assertThat(json().at("/methods/1/missing_policy").asText()).isEqualTo("skip");
    assertThat(json().at("/frames").asInt()).isEqualTo(2);
    assertThat(result.table())
        .contains("warning: some: 1 frame without a map: left out of the metrics (missing = skip)")
        .contains(
            "warning: Methods were measured on different frames (some 2 frames of 2 videos; all 3"
                + " frames of 2 videos): compared on the 2 frames of 2 videos that all have")
        .containsPattern("2 +some .* 1 \\(skip\\)\n");
  }

  @Test
  void equalCountsOfDifferentFramesAreNoticed() throws IOException {
    method("a").frame("v", 0, .9, Optional.of(.1)).frame("v", 1, .9, Optional.of(.1)).write();
    method("b").frame("v", 1, .8, Optional.of(.2)).frame("v", 2, .8, Optional.of(.2)).write();
    assertThat(rank("a", "b").table()).contains("compared on the 1 frame of 1 video that all have");
  }

  @Test
  void aVideoThatOneMethodLacksIsLeftOutForAll() throws IOException {
    falling("a", 0, 0).write();
    method("b").frame("v10", 0, .8, Optional.of(.2)).frame("v10", 1, .8, Optional.of(.2)).write();
    rank("a", "b");
    assertThat(json().at("/videos").asInt()).isEqualTo(1);
    assertThat(json().at("/methods/0/metrics/cc/mean").asDouble()).isCloseTo(.9, within(1e-12));
    assertThat(json().at("/methods/0/frames").asInt()).isEqualTo(40);
    assertThat(json().at("/warnings/0").asText())
        .contains("(a 40 frames of 20 videos; b 2 frames of 1 video)");
  }

  @Test
  void measurementsAgainstOtherGroundTruthAreMarked() throws IOException {
    falling("a", 0, 0).write();
    falling("b", 0, 0).truth("v10", "edited").truth("v13", "edited").write();
    falling("c", 0, 0).withoutCoverage().write();
    LeaderboardJob.Result result = rank("a", "b", "c");
    assertThat(json().at("/warnings/0").asText())
        .startsWith("a and b were measured against different ground truth of 2 videos (v10, v13;")
        .contains("/nowhere/truth");
    assertThat(json().at("/warnings/1").asText())
        .startsWith("c does not record its ground truth, which may differ from that of a");
    assertThat(result.table()).contains("warning: a and b were measured against different");
  }

  @Test
  void zeroMapsForMissingOnesAreMarked() throws IOException {
    falling("a", 0, 0).write();
    falling("b", 0, 0).missing(new Coverage.Missing("zero", 1, 2, Map.of("v29", 2L))).write();
    LeaderboardJob.Result result = rank("a", "b");
    assertThat(result.table())
        .containsPattern("1 +b .* 2 \\(zero\\)\n")
        .contains(
            "warning: b: 2 frames without a map (1 video without any): measured as all-zero maps");
  }

  @Test
  void methodsWithoutACommonFrameAreRefused() {
    method("a").frame("v", 0, .9, Optional.of(.1)).write();
    method("b").frame("w", 0, .9, Optional.of(.1)).write();
    assertThatThrownBy(() -> rank("a", "b"))
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContainingAll("No frame is in the results of all methods", "a: ", "b: ");
  }

  @Test
  void aMetricWithoutACommonFrameIsRefused() {
    method("a").frame("v", 0, .9, Optional.of(.1)).frame("v", 1, 0, Optional.empty()).write();
    method("b").frame("v", 0, 0, Optional.empty()).frame("v", 1, .9, Optional.of(.1)).write();
    assertThatThrownBy(() -> rank(List.of(Metric.KLD), "a", "b"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("KLD has no frame with a value for every method", "--metrics");
    assertThat(rank("a", "b").table()).contains("warning");
  }

  @Test
  void aMethodWithoutAnyValueOfAMetricIsNamed() {
    falling("a", 0, 0).write();
    falling("blank", 0, VIDEOS).write();
    assertThatThrownBy(() -> rank(List.of(Metric.KLD), "a", "blank"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("KLD is undefined for all frames of 'blank'");
    assertThat(rank("a", "blank").table())
        .contains(
            "warning: KLD is undefined for all frames of blank, without a mean; the others are"
                + " compared on 40 frames");
  }

  @Test
  void aNameWithALineBreakStaysInItsLine() {
    falling("a\nb", 0, 0).write();
    falling("c", 0.05, 0).write();

    String table = rank("a\nb", "c").table();

    assertThat(table).contains("   2  a%0Ab ", "c - a%0Ab, NSS").doesNotContain("a\nb");
  }

  @Test
  void aMissingTableOfFramesIsReportedIfItIsNeeded() {
    falling("a", 0, 0).write();
    falling("b", 0, 0).write();
    FileUtil.fullyDelete(folder.resolve("b/frame_metrics").toFile());
    assertThat(rank("a", "b").table()).doesNotContain("warning");
    falling("c", 0, 1).write();
    assertThatThrownBy(() -> rank("a", "b", "c"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("b/frame_metrics of 'b' is missing", "rerun");
  }
}
