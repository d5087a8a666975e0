package org.saliency.spark.evaluate;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.spark.TestSpark;
import org.saliency.spark.leaderboard.LeaderboardJob;
import org.saliency.spark.report.ReportArguments;
import org.saliency.spark.report.ReportJob;
import org.saliency.spark.results.NamedResults;

/** Ground truth made of fixations, for maps of photographs in one folder. */
class TruthSigmaIT {

  @TempDir Path folder;

  private PhotographSet set;

  @BeforeEach
  void makePhotographs() throws IOException {
    set = new PhotographSet(folder);
  }

  /** Mean correlation of predictions with bells at the fixations. */
  private double correlation(String method, double sigma) throws IOException {
    double sum = 0;
    for (String name : PhotographSet.NAMES) {
      sum +=
          PhotographSet.correlation(
              set.prediction(method, name), PhotographSet.bells(set.points(name), sigma));
    }
    return sum / PhotographSet.NAMES.size();
  }

  @Test
  void mapsAreMadeOfFixationsAndPlacesChangeWithTheWidth() throws Exception {
    Map<String, String> widths = Map.of("truth-sigma", "2,4,8");
    EvaluateJob.Result narrow = set.evaluate("truth", "narrow", "n", widths);
    set.evaluate("truth", "wide", "w", widths);
    JsonNode summary = set.summary("n");
    // bells end at four sigma
    assertThat(summary.at("/metrics/cc").asDouble())
        .isCloseTo(correlation("narrow", 2), within(1e-3));
    assertThat(summary.get("truth_sigma").asDouble()).isEqualTo(2);
    assertThat(summary.at("/truth_sigmas/2/sigma").asDouble()).isEqualTo(8);
    assertThat(summary.at("/truth_sigmas/2/metrics/cc").asDouble())
        .isCloseTo(correlation("narrow", 8), within(1e-3));
    assertThat(summary.at("/truth_sigmas/0/metrics")).isEqualTo(summary.get("metrics"));
    assertThat(narrow.table())
        .contains("fixations blurred with sigma 2 px", "means by blur width of the ground truth");

    LeaderboardJob.Result board = set.leaderboard("board", "n", "w");
    assertThat(board.table())
        .contains("rank (mean place) by blur width", "the rank changes with the width: n, w");
    assertThat(Files.readAllLines(folder.resolve("board/truth_sigmas.csv")))
        .hasSize(1 + 3 * 2)
        .contains("sigma,rank,name,nss,nss_place,sim,sim_place,cc,cc_place,mean_place")
        .anyMatch(line -> line.startsWith("2.0,1,n,"))
        .anyMatch(line -> line.startsWith("8.0,1,w,"));
    assertThat(
            new ObjectMapper()
                .readTree(folder.resolve("board/leaderboard.json").toFile())
                .at("/truth_sigmas/2/methods/0/name")
                .asText())
        .isEqualTo("w");
  }

  @Test
  void methodsOfDifferentWidthsAreComparedWithAWarning() throws Exception {
    set.evaluate("truth", "narrow", "two", Map.of("truth-sigma", "2"));
    set.evaluate("truth", "wide", "four", Map.of("truth-sigma", "4.5"));
    assertThat(set.leaderboard("board", "two", "four").table())
        .contains(
            "warning: two was measured against fixations blurred with sigma 2 px, four against"
                + " fixations blurred with sigma 4.5 px: evaluate both with the same --truth-sigma")
        .doesNotContain("by blur width");
    assertThat(folder.resolve("two/truth_sigmas.csv")).doesNotExist();
    Path page = folder.resolve("report.html");
    ReportJob.Result report =
        new ReportJob(
                TestSpark.session(),
                new ReportArguments(
                    folder.resolve("two").toString(),
                    Optional.of("two"),
                    List.of(new NamedResults("four", folder.resolve("four").toString())),
                    page.toString()))
            .run();
    assertThat(report.notes())
        .anyMatch(note -> note.contains("--truth-sigma"))
        .noneMatch(note -> note.contains("cannot be shown"));
    assertThat(Files.readString(page))
        .contains("fixations blurred with sigma 2 px", "entropy of the truth");
  }

  @Test
  void aWidthThatIsNoneIsRefused() {
    for (String width : List.of("0", "-2", "wide", "2,2", "NaN", "1e9")) {
      assertRefused(
          "wide",
          Map.of("truth-sigma", width),
          "Invalid setting evaluate.truth-sigma '"
              + width
              + "': expected none, or up to 20 different widths in pixels of the frame above 0,"
              + " for example 24 or 12,24,48");
    }
  }

  @Test
  void videosWithoutFixationsAreNamed() throws IOException {
    set.draw("truth/p9/maps/0001.png", PhotographSet.bells(set.points("p1"), 3));
    set.draw("wide/p9.png", PhotographSet.bells(set.points("p1"), 3));
    assertRefused(
        "wide",
        Map.of("truth-sigma", "3"),
        "Video 'p9' in ground truth "
            + folder.resolve("truth")
            + " has no fixations, of which --truth-sigma makes its maps: give the fixations, or"
            + " leave out --truth-sigma to measure against its maps");
  }

  @Test
  void mapsThatAreNamedAsNoPhotographAreRefused() throws IOException {
    set.draw("others/x.png", PhotographSet.bells(set.points("p1"), 3));
    assertRefused(
        "others",
        Map.of("truth-sigma", "3"),
        "No image in "
            + folder.resolve("others")
            + " is named as a photograph of ground truth "
            + folder.resolve("truth")
            + " (p1 there, x here): name each map as its photograph, or put the maps of a video"
            + " into a folder of its name");
  }

  private void assertRefused(String predictions, Map<String, String> settings, String message) {
    assertThatThrownBy(() -> set.evaluate("truth", predictions, "refused", settings))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
    assertThat(folder.resolve("refused")).doesNotExist();
  }
}
