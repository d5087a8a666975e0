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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.NamedResults;
import org.saliency.spark.results.ResultFolder;

class LeaderboardJobTest {

  private static final List<Metric> FOUR =
      List.of(Metric.AUC_JUDD, Metric.CC, Metric.SIM, Metric.NSS);

  @TempDir private Path folder;

  private NamedResults results(String name, double auc, double cc, double sim, double nss) {
    Map<String, Double> metrics = Map.of("auc_judd", auc, "cc", cc, "sim", sim, "nss", nss);
    return new NamedResults(name, new ResultFolder(folder.resolve(name)).write(metrics));
  }

  private List<NamedResults> aim2024() {
    return List.of(
        results("center prior", .833, .449, .424, 1.659),
        results("MVP", .838, .749, .587, 3.404),
        results("CV_MM", .894, .774, .635, 3.464),
        results("VistaHL", .892, .769, .623, 3.352),
        results("PeRCeiVe Lab", .857, .766, .610, 3.422),
        results("SJTU-MML", .858, .760, .615, 3.356),
        results("ZenithChaser", .869, .606, .517, 2.482),
        results("Exodus", .861, .599, .510, 2.491));
  }

  private LeaderboardJob.Result run(
      List<NamedResults> results, List<Metric> metrics, Optional<String> points) {
    String output = folder.resolve("board").toString();
    return new LeaderboardJob(
            new Configuration(), new LeaderboardArguments(results, metrics, points, output))
        .run();
  }

  private LeaderboardJob.Result run(NamedResults... results) {
    return run(List.of(results), Ranking.DEFAULT_METRICS, Optional.empty());
  }

  private static void assertFails(
      ThrowingCallable call, UserException.Kind kind, String... message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UserException.class, error -> assertThat(error.kind()).isEqualTo(kind))
        .hasMessageContainingAll(message);
  }

  @Test
  void ranksTheAim2024ChallengeAsPublished() throws IOException {
    run(aim2024(), FOUR, Optional.empty());
    assertThat(Files.readAllLines(folder.resolve("board/leaderboard.csv")))
        .startsWith(
            "rank,name,auc_judd,auc_judd_place,cc,cc_place,sim,sim_place,nss,nss_place,mean_place,"
                + "frames,missing_frames,missing_policy,auc_judd_undefined,cc_undefined,"
                + "sim_undefined,nss_undefined,auc_judd_low,auc_judd_high,cc_low,cc_high,"
                + "sim_low,sim_high,nss_low,nss_high",
            "1,CV_MM,0.894,1,0.774,1,0.635,1,3.464,1,1.0,2,0,,0,0,0,0,,,,,,,,",
            "2,VistaHL,0.892,2,0.769,2,0.623,2,3.352,5,2.75,2,0,,0,0,0,0,,,,,,,,",
            "3,PeRCeiVe Lab,0.857,6,0.766,3,0.61,4,3.422,2,3.75,2,0,,0,0,0,0,,,,,,,,")
        .hasSize(9);
    JsonNode board = new ObjectMapper().readTree(folder.resolve("board/leaderboard.json").toFile());
    assertThat(board.findValues("mean_place").stream().map(JsonNode::asDouble))
        .containsExactly(1.0, 2.75, 3.75, 4.0, 5.0, 5.5, 6.0, 8.0);
    assertThat(board.at("/methods/7/name").asText()).isEqualTo("center prior");
    assertThat(board.at("/methods/1/metrics/nss/mean").asDouble()).isCloseTo(3.352, within(0.0));
    assertThat(board.at("/methods/1/metrics/nss/place").asInt()).isEqualTo(5);
    assertThat(board.at("/profile").asText()).isEqualTo("msu-savam");
  }

  @Test
  void aFolderOfResultsIsNoOutput() {
    NamedResults board = results("board", .8, .7, .6, 3);

    assertFails(() -> run(board), UserException.Kind.OUTPUT, "board holds results of score");
    assertThat(folder.resolve("board/leaderboard.csv")).doesNotExist();
  }

  @Test
  void anyOtherFolderHoldsNoResults() throws IOException {
    NamedResults other =
        new NamedResults("x", Files.createDirectories(folder.resolve("maps")).toString());

    assertFails(
        () -> run(other), UserException.Kind.INPUT, "maps holds no results", "manifest.json");
  }

  @Test
  void textTableIsOrderedByRank() {
    String table = run(aim2024(), FOUR, Optional.empty()).table();
    assertThat(table.lines()).hasSize(9);
    assertThat(table.lines().findFirst().orElseThrow())
        .containsSubsequence("rank", "method", "AUC-Judd", "CC", "SIM", "NSS", "mean place");
    assertThat(table.lines().skip(2).findFirst().orElseThrow())
        .containsSubsequence("2", "VistaHL", "0.8920  (2)", "3.3520  (5)", "2.75");
  }

  @Test
  void pointsAreAwardedByMeanPlace() throws IOException {
    Path points =
        Files.writeString(folder.resolve("points.csv"), "place,points\n1,10\n2,8\n3,6.5\n4,4\n");
    String table = run(aim2024(), FOUR, Optional.of(points.toString())).table();
    assertThat(table.lines().findFirst().orElseThrow()).endsWith("points");
    List<String> lines = Files.readAllLines(folder.resolve("board/leaderboard.csv"));
    assertThat(lines.get(0)).contains(",mean_place,points,frames,");
    assertThat(lines.get(1)).contains(",1.0,10.0,2,");
    assertThat(lines.get(2)).contains(",2.75,6.875,2,"); // 8 - 0.75 * 1.5
    assertThat(lines.get(3)).contains(",3.75,4.625,2,"); // 6.5 - 0.75 * 2.5
    assertThat(lines.get(4)).contains(",4.0,4.0,2,");
    assertThat(lines.get(5)).contains(",5.0,,2,");
  }

  @Test
  void namesWithCommasAndQuotesAreQuoted() throws IOException {
    run(new NamedResults("ours, \"v2\"", results("ours", .8, .7, .6, 3).folder()));
    assertThat(Files.readAllLines(folder.resolve("board/leaderboard.csv")).get(1))
        .startsWith("1,\"ours, \"\"v2\"\"\",3.0,1,");
  }

  @Test
  void aMissingFolderIsReported() {
    assertFails(
        () -> run(new NamedResults("x", folder.resolve("gone").toString())),
        UserException.Kind.INPUT,
        "gone",
        "check the path");
  }

  @Test
  void aFolderWithoutManifestIsIncomplete() throws IOException {
    NamedResults results = results("half", .8, .7, .6, 3);
    Files.delete(Path.of(results.folder(), "manifest.json"));
    assertFails(
        () -> run(results), UserException.Kind.INPUT, results.folder(), "Incomplete", "again");
  }

  @Test
  void anIncompleteRunIsRejected() {
    String path =
        new ResultFolder(folder.resolve("part"))
            .status(Manifest.Status.INCOMPLETE)
            .write(Map.of("nss", 1.0, "sim", 1.0, "cc", 1.0));
    assertFails(
        () -> run(new NamedResults("part", path)),
        UserException.Kind.INPUT,
        path,
        "'part'",
        "incomplete");
  }

  @Test
  void missingMetricsAreReportedWithTheFix() {
    String path = new ResultFolder(folder.resolve("bare")).write(Map.of());
    assertFails(
        () -> run(new NamedResults("bare", path)),
        UserException.Kind.INPUT,
        path,
        "No metrics",
        "--ground-truth");
  }

  @Test
  void theErrorOfAFailedRunIsReported() {
    ResultFolder failed = new ResultFolder(folder.resolve("bad")).status(Manifest.Status.FAILED);
    assertFails(
        () -> run(new NamedResults("bad", failed.write(Map.of()))),
        UserException.Kind.INPUT,
        "failed (disk full)");
  }

  @Test
  void aDamagedSummaryIsReported() throws IOException {
    NamedResults results = results("cut", .8, .7, .6, 3);
    Path summary = Path.of(results.folder(), "summary.json");
    Files.writeString(summary, "{\"profile\"");
    assertFails(() -> run(results), UserException.Kind.INPUT, summary.toString(), "damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"status\": \"complete\"}", "{\"status\": \"finished\"}", "[]"})
  void aManifestOfAnotherKindIsReported(String content) throws IOException {
    NamedResults results = results("cut", .8, .7, .6, 3);
    Path manifest = Path.of(results.folder(), "manifest.json");
    Files.writeString(manifest, content);
    assertFails(() -> run(results), UserException.Kind.INPUT, manifest.toString(), "damaged");
  }

  @Test
  void resultsOfDifferentProfilesAreRejected() {
    Map<String, Double> metrics = Map.of("nss", 1.0, "sim", 1.0, "cc", 1.0);
    String one = new ResultFolder(folder.resolve("one")).write(metrics);
    String two = new ResultFolder(folder.resolve("two")).profile("native").write(metrics);
    assertFails(
        () -> run(new NamedResults("one", one), new NamedResults("two", two)),
        UserException.Kind.INPUT,
        "msu-savam",
        "native",
        two);
  }

  @Test
  void videosThatDifferNeedTheTablesOfFrames() {
    Map<String, Double> metrics = Map.of("nss", 1.0, "sim", 1.0, "cc", 1.0);
    String one =
        new ResultFolder(folder.resolve("one")).videos("a", "b, \"c\"", "d").write(metrics);
    String two = new ResultFolder(folder.resolve("two")).videos("a").write(metrics);
    List<NamedResults> oneFirst = List.of(new NamedResults("1", one), new NamedResults("2", two));
    List<NamedResults> twoFirst = List.of(oneFirst.get(1), oneFirst.get(0));
    for (List<NamedResults> results : List.of(oneFirst, twoFirst)) {
      assertFails(
          () -> run(results, Ranking.DEFAULT_METRICS, Optional.empty()),
          UserException.Kind.INPUT,
          "Table " + results.get(0).folder() + "/frame_metrics",
          "different");
    }
  }

  @Test
  void duplicateNamesAreAUsageError() {
    NamedResults results = results("ours", .8, .7, .6, 3);
    assertFails(() -> run(results, results), UserException.Kind.USAGE, "'ours'");
  }

  @Test
  void missingResultsAreAUsageError() {
    assertFails(() -> run(), UserException.Kind.USAGE, "--results NAME=DIR");
  }

  @Test
  void malformedNamedResultsAreAUsageError() {
    for (String text : List.of("results/ours", "=results", "ours=", " = ")) {
      assertFails(
          () -> NamedResults.parse(text), UserException.Kind.USAGE, "'" + text + "'", "NAME=DIR");
    }
    assertThat(NamedResults.parse("ours=out/split=test"))
        .isEqualTo(new NamedResults("ours", "out/split=test"));
  }

  @Test
  void anInvalidPlaceInThePointsTableIsReported() throws IOException {
    Path points = Files.writeString(folder.resolve("points.csv"), "place,points\nfirst,10\n");
    assertFails(
        () -> run(aim2024(), FOUR, Optional.of(points.toString())),
        UserException.Kind.INPUT,
        points.toString(),
        "'first'");
  }

  @Test
  void missingColumnsOfThePointsTableAreReported() throws IOException {
    Path points = Files.writeString(folder.resolve("points.csv"), "rank,score\n1,10\n");
    assertFails(
        () -> run(aim2024(), FOUR, Optional.of(points.toString())),
        UserException.Kind.INPUT,
        points.toString(),
        "'place'");
  }
}
