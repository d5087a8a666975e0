package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;

/** Viewers who predict each other. */
class CeilingIT {

  @TempDir Path folder;

  private PhotographSet set;

  @BeforeEach
  void makePhotographs() throws IOException {
    set = new PhotographSet(folder);
  }

  @Test
  void viewersPredictEachOther() throws Exception {
    set.annotate(5);
    Map<String, String> half =
        Map.of("ceiling", "half-viewers", "truth-sigma", "3", "ceiling-draws", "20");
    EvaluateJob.Result result = set.evaluate("salicon", "", "half", half);
    set.evaluate("salicon", "", "one", Map.of("ceiling", "one-viewer", "truth-sigma", "3"));
    set.evaluate("salicon", "wide", "method", Map.of("truth-sigma", "3"));
    assertThat(set.summary("half").get("ceiling").asText()).isEqualTo("half-viewers");
    double one = set.summary("one").at("/metrics/cc").asDouble();
    assertThat(one).isCloseTo(oneAgainstOthers(3), within(1e-3));
    assertThat(set.summary("half").at("/metrics/cc").asDouble()).isBetween(one, 1.0);
    set.evaluate("salicon", "", "again", half);
    assertThat(set.summary("again").get("metrics")).isEqualTo(set.summary("half").get("metrics"));
    assertThat(result.manifest().inputs()).isEmpty();

    assertThat(set.leaderboard("board", "half", "one", "method").table())
        .contains("half (ceiling)", "one (ceiling)")
        .doesNotContain("warning: half was", "method (ceiling)");
    assertThat(Files.readString(folder.resolve("board/leaderboard.csv")))
        .contains(",ceiling\n", ",half-viewers\n", ",one-viewer\n");
  }

  /** Mean over photographs and viewers. */
  private double oneAgainstOthers(double sigma) {
    double sum = 0;
    for (String name : PhotographSet.NAMES) {
      for (int viewer = 0; viewer < 5; viewer++) {
        List<int[]> others = new ArrayList<>(set.points(name).subList(0, 5));
        int[] own = others.remove(viewer);
        sum +=
            PhotographSet.correlation(
                PhotographSet.bells(List.of(own), sigma), PhotographSet.bells(others, sigma));
      }
    }
    return sum / (5 * PhotographSet.NAMES.size());
  }

  @Test
  void whatCannotBeMeasuredIsNamedBeforeAnythingIsWritten() {
    assertRefused(
        "",
        Map.of("ceiling", "half-viewers", "truth-sigma", "3"),
        folder.resolve("truth/p1/fixation/0001.png")
            + " does not tell viewers apart, which --ceiling needs: give fixations of SALICON's"
            + " structure (.mat or annotations), or fixations.json of [row, column, viewer]");
    assertRefused(
        "",
        Map.of("ceiling", "one-viewer"),
        "Missing blur width for ceiling 'one-viewer', whose maps are made of fixations: give the"
            + " width of the data set's own maps with --truth-sigma PIXELS ('dataset inspect'"
            + " estimates it)");
    assertRefused(
        "wide",
        Map.of("ceiling", "one-viewer", "truth-sigma", "3"),
        "Both predictions and a ceiling are given: give either --predictions or --ceiling");
    assertRefused(
        "",
        Map.of("ceiling", "one-viewer", "floor", "uniform", "truth-sigma", "3"),
        "Both a floor and a ceiling are given: give either --floor or --ceiling");
    assertRefused(
        "",
        Map.of("ceiling", "all"),
        "Invalid setting evaluate.ceiling 'all': expected one of none, one-viewer, half-viewers");
  }

  private void assertRefused(String predictions, Map<String, String> settings, String message) {
    assertThatThrownBy(() -> set.evaluate("truth", predictions, "refused", settings))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  @Test
  void halvesAreDrawnWithoutRepetitionAndViewersOnce() {
    int[] viewers = {2, 3, 5, 7, 11};
    assertThat(Ceiling.HALF_VIEWERS.draws(viewers, 4, new SplittableRandom(1)))
        .hasSize(4)
        .allMatch(half -> half.size() == 2 && Set.of(2, 3, 5, 7, 11).containsAll(half));
    assertThat(Ceiling.ONE_VIEWER.draws(viewers, 9, new SplittableRandom(1)))
        .containsExactlyInAnyOrder(Set.of(2), Set.of(3), Set.of(5), Set.of(7), Set.of(11));
    assertThat(Ceiling.ONE_VIEWER.draws(viewers, 3, new SplittableRandom(1)))
        .hasSize(3)
        .doesNotHaveDuplicates();
    assertThat(Ceiling.HALF_VIEWERS.draws(new int[] {4}, 3, new SplittableRandom(1))).isEmpty();
  }
}
