package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.metric.Ranking;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.leaderboard.LeaderboardArguments;
import org.saliency.spark.leaderboard.LeaderboardJob;
import org.saliency.spark.report.ReportArguments;
import org.saliency.spark.report.ReportJob;
import org.saliency.spark.results.NamedResults;

/** Ground truth made of fixations, viewers who predict each other, and maps of photographs. */
class TruthSigmaIT {

  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final List<String> NAMES = List.of("p1", "p2", "p3", "p4", "p5", "p6");

  @TempDir Path folder;

  private Path truth;
  private final Map<String, List<int[]>> fixations = new HashMap<>();

  /** Photographs with fixations as pictures, and no maps. */
  @BeforeEach
  void makePhotographs() throws IOException {
    truth = folder.resolve("truth");
    SplittableRandom random = new SplittableRandom(4);
    for (String name : NAMES) {
      List<int[]> points = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        points.add(new int[] {8 + random.nextInt(20), 10 + random.nextInt(25)});
      }
      fixations.put(name, points);
      Path photograph = truth.resolve(name);
      draw(photograph.resolve("fixation/0001.png"), blobs(points, 0));
      draw(photograph.resolve("images/0001.png"), blobs(points, 9));
      draw(folder.resolve("narrow").resolve(name + ".png"), blobs(points, 2));
      draw(folder.resolve("wide").resolve(name + ".png"), blobs(points, 8));
    }
  }

  /** Bells at points, in 0..255; the points themselves without a width. */
  private static int[] blobs(List<int[]> points, double sigma) {
    double[] sums = new double[WIDTH * HEIGHT];
    for (int[] point : points) {
      for (int i = 0; i < sums.length; i++) {
        double down = i / WIDTH - point[0];
        double right = i % WIDTH - point[1];
        double squares = down * down + right * right;
        sums[i] += sigma == 0 ? (squares == 0 ? 1 : 0) : Math.exp(-squares / (2 * sigma * sigma));
      }
    }
    double highest = Arrays.stream(sums).max().orElseThrow();
    return Arrays.stream(sums).mapToInt(v -> (int) Math.round(255 * v / highest)).toArray();
  }

  private static void draw(Path file, int[] grey) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, WIDTH, HEIGHT, grey);
    ImageIO.write(image, "png", file.toFile());
  }

  private EvaluateJob.Result run(String out, String predictions, Map<String, String> settings)
      throws InterruptedException {
    Map<String, String> all = new HashMap<>(Map.of("evaluate.profile", "native"));
    settings.forEach((key, value) -> all.put("evaluate." + key, value));
    EvaluateArguments arguments =
        new EvaluateArguments(
            predictions.isEmpty() ? "" : folder.resolve(predictions).toString(),
            truth.toString(),
            Optional.empty(),
            folder.resolve(out).toString(),
            Settings.load(Optional.empty(), all).section("evaluate"));
    return new EvaluateJob(TestSpark.session(), arguments).run();
  }

  private JsonNode summary(String out) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(out).resolve("summary.json").toFile());
  }

  /** Linear correlation of a prediction, in 8 bits, with the sum of bells at the fixations. */
  private double correlation(String predictions, double sigma) throws IOException {
    double sum = 0;
    for (String name : NAMES) {
      double[] map =
          ImageIO.read(folder.resolve(predictions).resolve(name + ".png").toFile())
              .getRaster()
              .getPixels(0, 0, WIDTH, HEIGHT, (double[]) null);
      double[] bells = new double[map.length];
      for (int[] point : fixations.get(name)) {
        for (int i = 0; i < bells.length; i++) {
          double down = i / WIDTH - point[0];
          double right = i % WIDTH - point[1];
          bells[i] += Math.exp(-(down * down + right * right) / (2 * sigma * sigma));
        }
      }
      sum += correlation(map, bells);
    }
    return sum / NAMES.size();
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double products = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      products += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return products / Math.sqrt(squaresA * squaresB);
  }

  @Test
  void mapsAreMadeOfFixationsAndPlacesChangeWithTheWidth() throws Exception {
    Map<String, String> widths = Map.of("truth-sigma", "2,4,8");
    EvaluateJob.Result narrow = run("n", "narrow", widths);
    run("w", "wide", widths);
    JsonNode summary = summary("n");
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

    LeaderboardJob.Result board = board("board", "n", "w");
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

  private LeaderboardJob.Result board(String out, String... names) {
    return new LeaderboardJob(
            new Configuration(),
            new LeaderboardArguments(
                Arrays.stream(names)
                    .map(name -> new NamedResults(name, folder.resolve(name).toString()))
                    .toList(),
                Ranking.DEFAULT_METRICS,
                Optional.empty(),
                folder.resolve(out).toString()))
        .run();
  }

  @Test
  void methodsOfDifferentWidthsAreComparedWithAWarning() throws Exception {
    run("two", "narrow", Map.of("truth-sigma", "2"));
    run("four", "wide", Map.of("truth-sigma", "4.5"));
    assertThat(board("board", "two", "four").table())
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
    assertThat(report.notes()).anyMatch(note -> note.contains("--truth-sigma"));
    assertThat(Files.readString(page)).contains("fixations blurred with sigma 2 px");
  }

  @Test
  void viewersPredictEachOther() throws Exception {
    annotate(5);
    truth = folder.resolve("salicon");
    Map<String, String> half =
        Map.of("ceiling", "half-viewers", "truth-sigma", "3", "ceiling-draws", "20");
    EvaluateJob.Result result = run("half", "", half);
    run("one", "", Map.of("ceiling", "one-viewer", "truth-sigma", "3"));
    run("wide-results", "wide", Map.of("truth-sigma", "3"));
    assertThat(summary("half").get("ceiling").asText()).isEqualTo("half-viewers");
    double one = summary("one").at("/metrics/cc").asDouble();
    assertThat(one).isCloseTo(oneAgainstOthers(3), within(1e-3));
    assertThat(summary("half").at("/metrics/cc").asDouble()).isBetween(one, 1.0);
    run("again", "", half);
    assertThat(summary("again").get("metrics")).isEqualTo(summary("half").get("metrics"));
    assertThat(result.manifest().inputs()).isEmpty();

    assertThat(board("board", "half", "one", "wide-results").table())
        .contains("half (ceiling)", "one (ceiling)")
        .doesNotContain("warning: half was", "wide-results (ceiling)");
    assertThat(Files.readString(folder.resolve("board/leaderboard.csv")))
        .contains(",ceiling\n", ",half-viewers\n", ",one-viewer\n");
  }

  /** Each point of a photograph is a viewer of its own; the first viewers only. */
  private void annotate(int viewers) throws IOException {
    List<String> images = new ArrayList<>();
    List<String> annotations = new ArrayList<>();
    Path root = folder.resolve("salicon");
    for (int i = 0; i < NAMES.size(); i++) {
      String name = NAMES.get(i);
      List<int[]> points = fixations.get(name).subList(0, viewers);
      draw(root.resolve("images/val/" + name + ".png"), blobs(points, 9));
      draw(root.resolve("maps/val/" + name + ".png"), blobs(points, 3));
      images.add(
          String.format(
              Locale.ROOT,
              "{\"id\":%d,\"file_name\":\"%s.png\",\"height\":%d,\"width\":%d}",
              i,
              name,
              HEIGHT,
              WIDTH));
      for (int[] point : points) {
        annotations.add(
            String.format(
                Locale.ROOT,
                "{\"image_id\":%d,\"fixations\":[[%d,%d]]}",
                i,
                point[0] + 1,
                point[1] + 1));
      }
    }
    Files.writeString(
        root.resolve("fixations_val.json"),
        "{\"images\":[%s],\"annotations\":[%s]}"
            .formatted(String.join(",", images), String.join(",", annotations)));
  }

  private double oneAgainstOthers(double sigma) {
    double sum = 0;
    for (String name : NAMES) {
      for (int viewer = 0; viewer < 5; viewer++) {
        double[] own = new double[WIDTH * HEIGHT];
        double[] others = new double[own.length];
        for (int other = 0; other < 5; other++) {
          int[] point = fixations.get(name).get(other);
          for (int i = 0; i < own.length; i++) {
            double down = i / WIDTH - point[0];
            double right = i % WIDTH - point[1];
            double bell = Math.exp(-(down * down + right * right) / (2 * sigma * sigma));
            (other == viewer ? own : others)[i] += bell;
          }
        }
        sum += correlation(own, others);
      }
    }
    return sum / (5 * NAMES.size());
  }

  @Test
  void whatCannotBeMeasuredIsNamedBeforeAnythingIsWritten() {
    refused(
        "",
        Map.of("ceiling", "half-viewers", "truth-sigma", "3"),
        truth
            + "/p1/fixation/0001.png does not tell viewers apart, which --ceiling needs: give"
            + " fixations of SALICON's structure (.mat or annotations), or fixations.json of [row,"
            + " column, viewer]");
    refused(
        "",
        Map.of("ceiling", "one-viewer"),
        "Missing blur width for ceiling 'one-viewer', whose maps are made of fixations: give the"
            + " width of the data set's own maps with --truth-sigma PIXELS ('dataset inspect'"
            + " estimates it)");
    refused(
        "wide",
        Map.of("ceiling", "one-viewer", "truth-sigma", "3"),
        "Both predictions and a ceiling are given: give either --predictions or --ceiling");
    refused(
        "",
        Map.of("ceiling", "one-viewer", "floor", "uniform", "truth-sigma", "3"),
        "Both a floor and a ceiling are given: give either --floor or --ceiling");
    for (String width : List.of("0", "-2", "wide", "2,2", "NaN", "1e9")) {
      refused(
          "wide",
          Map.of("truth-sigma", width),
          "Invalid setting evaluate.truth-sigma '"
              + width
              + "': expected none, or up to 20"
              + " different widths in pixels of the frame above 0, for example 24 or 12,24,48");
    }
  }

  @Test
  void mapsOfPhotographsAreNamedAsTheyAre() throws IOException {
    draw(folder.resolve("others/x.png"), blobs(fixations.get("p1"), 3));
    refused(
        "others",
        Map.of("truth-sigma", "3"),
        "No image in "
            + folder.resolve("others")
            + " is named as a photograph of ground truth "
            + truth
            + " (p1 there, x here): name each map as its photograph, or put the maps of a"
            + " video into a folder of its name");
  }

  private void refused(String predictions, Map<String, String> settings, String message) {
    assertThatThrownBy(() -> run("refused", predictions, settings))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
    assertThat(folder.resolve("refused")).doesNotExist();
  }
}
