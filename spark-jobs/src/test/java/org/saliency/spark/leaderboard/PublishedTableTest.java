package org.saliency.spark.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.results.NamedResults;

/** Rankings of published tables. */
class PublishedTableTest {

  private static final List<Metric> FOUR =
      List.of(Metric.AUC_JUDD, Metric.CC, Metric.SIM, Metric.NSS);

  private static final String AIM_2024 =
      """
      method,AUC-J,CC,SIM,NSS
      center prior,.833,.449,.424,1.659
      MVP,.838,.749,.587,3.404
      CV_MM,.894,.774,.635,3.464
      VistaHL,.892,.769,.623,3.352
      PeRCeiVe Lab,.857,.766,.610,3.422
      SJTU-MML,.858,.760,.615,3.356
      ZenithChaser,.869,.606,.517,2.482
      Exodus,.861,.599,.510,2.491
      """;

  @TempDir private Path folder;

  private LeaderboardJob.Result run(String csv, List<Metric> metrics, Optional<String> points)
      throws IOException {
    Path table = Files.writeString(folder.resolve("table.csv"), csv);
    return new LeaderboardJob(
            new Configuration(),
            new LeaderboardArguments(
                List.of(),
                Optional.of(table.toString()),
                metrics,
                points,
                folder.resolve("board").toString()))
        .run();
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve("board").resolve(name));
  }

  private void assertRefused(String csv, String message) {
    assertThatThrownBy(() -> run(csv, Ranking.DEFAULT_METRICS, Optional.empty()))
        .isInstanceOf(UserException.class)
        .hasMessage(message.replace("TABLE", folder.resolve("table.csv").toString()));
    assertThat(folder.resolve("board")).doesNotExist();
  }

  @Test
  void placesOfTheAim2024ChallengeAreAsPublished() throws IOException {
    Path points =
        Files.writeString(folder.resolve("points.csv"), "place,points\n1,10\n2,7.5\n3,5\n");
    LeaderboardJob.Result result = run(AIM_2024, FOUR, Optional.of(points.toString()));
    JsonNode board = new ObjectMapper().readTree(folder.resolve("board/leaderboard.json").toFile());
    assertThat(board.findValues("mean_place").stream().map(JsonNode::asDouble))
        .containsExactly(1.0, 2.75, 3.75, 4.0, 5.0, 5.5, 6.0, 8.0);
    assertThat(board.at("/methods/1/points").asDouble()).isEqualTo(5.625);
    assertThat(lines("leaderboard.csv"))
        .startsWith(
            "rank,name,auc_judd,auc_judd_place,cc,cc_place,sim,sim_place,nss,nss_place,mean_place,"
                + "points",
            "1,CV_MM,0.894,1,0.774,1,0.635,1,3.464,1,1.0,10.0",
            "2,VistaHL,0.892,2,0.769,2,0.623,2,3.352,5,2.75,5.625",
            "3,PeRCeiVe Lab,0.857,6,0.766,3,0.61,4,3.422,2,3.75,")
        .hasSize(9);
    assertThat(lines("leaderboard.md"))
        .startsWith(
            "| rank | method | AUC-Judd | CC | SIM | NSS | mean place | points |",
            "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
            "| 1 | CV\\_MM | **0.8940** (1) | **0.7740** (1) | **0.6350** (1) | **3.4640** (1) | 1.00"
                + " | 10.0 |");
    assertThat(lines("leaderboard.tex"))
        .contains(
            "\\begin{tabular}{rlrrrrrr}",
            "1 & CV\\_MM & \\textbf{0.8940} (1) & \\textbf{0.7740} (1) & \\textbf{0.6350} (1) &"
                + " \\textbf{3.4640} (1) & 1.00 & 10.0 \\\\",
            "\\bottomrule")
        .hasSize(15);
    assertThat(result.table().lines()).hasSize(9);
    assertThat(result.table().lines().skip(2).findFirst().orElseThrow())
        .containsSubsequence("2", "VistaHL", "0.8920  (2)", "3.3520  (5)", "2.75", "5.6");
  }

  @Test
  void tiesShareTheBestPlaceAndLowerKldIsBetter() throws IOException {
    run("method,kld\na,0.5\nb,0.4\nc,0.5\nd,0.9\n", List.of(Metric.KLD), Optional.empty());
    assertThat(lines("leaderboard.csv").stream().skip(1).map(line -> line.split(",")[0]))
        .containsExactly("1", "2", "2", "4");
  }

  @Test
  void namesCannotBreakTheTables() throws IOException {
    run(
        "method,nss,sim,cc\n\"a|b *x* \\ {50%} & $_^~#\",1,1,1\nb,1,1,1\n",
        Ranking.DEFAULT_METRICS, Optional.empty());
    assertThat(lines("leaderboard.md").get(2))
        .startsWith("| 1 | a\\|b \\*x\\* \\\\ {50%} & $\\_^~# | **1.0000** (1) |");
    assertThat(lines("leaderboard.tex").get(5))
        .startsWith(
            "1 & a|b *x* \\textbackslash{} \\{50\\%\\} \\& \\$\\_\\textasciicircum{}"
                + "\\textasciitilde{}\\# & ");
  }

  @Test
  void badTablesAreRefusedInOneLine() {
    assertRefused(
        "method,nss,sim,cc\na,1,1,n/a\nb,1,1,1\n",
        "Invalid cc 'n/a' in table TABLE, row 1: expected a number");
    assertRefused(
        "method,nss,sim,cc\na,1,1,NaN\nb,1,1,1\n",
        "Invalid cc 'NaN' in table TABLE, row 1: expected a finite number");
    assertRefused(
        "method,nss,sim,cc\na,1,1,\nb,1,1,1\n",
        "Missing value of cc in table TABLE, row 1: add it");
    assertRefused(
        "method,nss,sim,cc\na,1,1,1\n", "Table TABLE has one method: a ranking needs at least two");
    assertRefused(
        "method,nss,sim,cc\n", "Table TABLE has no methods: a ranking needs at least two");
    assertRefused(
        "method,nss,sim,cc\na,1,1,1\nb,1,1,1\n a ,2,2,2\n",
        "Duplicate method 'a' in table TABLE, row 3: give each method once");
    assertRefused(
        "method,nss,sim,cc,year\na,1,1,1,2024\nb,1,1,1,2024\n",
        "Unknown columns in table TABLE: 'year'; expected method and metrics of nss, sim, cc,"
            + " auc_judd, kld, auc_borji, sauc, ig");
    assertRefused(
        "method,nss,sim,cc,NSS\na,1,1,1,1\nb,1,1,1,1\n",
        "Duplicate column for metric 'nss' in table TABLE: keep one");
    assertRefused(
        "method,nss,sim\na,1,1\nb,1,1\n",
        "Missing column 'cc' in table TABLE: add it, or choose other metrics with --metrics");
    assertRefused(
        "name,nss,sim,cc\na,1,1,1\nb,1,1,1\n",
        "Missing column 'method' in table TABLE: the header must contain method, separated by commas");
  }

  @Test
  void resultsAndATableExcludeEachOther() {
    List<NamedResults> results = List.of(new NamedResults("a", "b"));
    assertThatThrownBy(
            () ->
                new LeaderboardArguments(
                    results,
                    Optional.of("t.csv"),
                    Ranking.DEFAULT_METRICS,
                    Optional.empty(),
                    "out"))
        .isInstanceOf(UserException.class)
        .hasMessage("Both results and a table are given: give either --results or --table");
  }
}
