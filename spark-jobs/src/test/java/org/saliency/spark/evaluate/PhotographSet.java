package org.saliency.spark.evaluate;

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
import org.saliency.metric.Ranking;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.leaderboard.LeaderboardArguments;
import org.saliency.spark.leaderboard.LeaderboardJob;
import org.saliency.spark.results.NamedResults;

/**
 * Six photographs with six fixations each, in {@code truth} without maps, and predictions of two
 * methods, {@code narrow} and {@code wide}, as images directly in a folder.
 */
final class PhotographSet {

  static final List<String> NAMES = List.of("p1", "p2", "p3", "p4", "p5", "p6");

  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  private final Path folder;
  private final Map<String, List<int[]>> points = new HashMap<>();

  PhotographSet(Path folder) throws IOException {
    this.folder = folder;
    SplittableRandom random = new SplittableRandom(4);
    for (String name : NAMES) {
      List<int[]> own = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        own.add(new int[] {8 + random.nextInt(20), 10 + random.nextInt(25)});
      }
      points.put(name, own);
      draw("truth/" + name + "/fixation/0001.png", marks(own));
      draw("truth/" + name + "/images/0001.png", bells(own, 9));
      draw("narrow/" + name + ".png", bells(own, 2));
      draw("wide/" + name + ".png", bells(own, 8));
    }
  }

  /** The fixations of a photograph, as rows and columns. */
  List<int[]> points(String name) {
    return points.get(name);
  }

  private static double[] marks(List<int[]> points) {
    double[] marks = new double[WIDTH * HEIGHT];
    points.forEach(point -> marks[point[0] * WIDTH + point[1]] = 1);
    return marks;
  }

  /** The sum of bells at points, by its definition. */
  static double[] bells(List<int[]> points, double sigma) {
    double[] sums = new double[WIDTH * HEIGHT];
    for (int[] point : points) {
      for (int row = 0; row < HEIGHT; row++) {
        for (int column = 0; column < WIDTH; column++) {
          double squares = Math.pow(row - point[0], 2) + Math.pow(column - point[1], 2);
          sums[row * WIDTH + column] += Math.exp(-squares / (2 * sigma * sigma));
        }
      }
    }
    return sums;
  }

  /** Writes a map in 8 bits. */
  void draw(String file, double[] map) throws IOException {
    double highest = Arrays.stream(map).max().orElseThrow();
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    image
        .getRaster()
        .setPixels(
            0,
            0,
            WIDTH,
            HEIGHT,
            Arrays.stream(map)
                .mapToInt(value -> (int) Math.round(255 * value / highest))
                .toArray());
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    ImageIO.write(image, "png", path.toFile());
  }

  double[] prediction(String method, String name) throws IOException {
    return ImageIO.read(folder.resolve(method).resolve(name + ".png").toFile())
        .getRaster()
        .getPixels(0, 0, WIDTH, HEIGHT, (double[]) null);
  }

  static double correlation(double[] a, double[] b) {
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

  /**
   * Writes {@code salicon}: the same photographs with maps, where each of the first points is a
   * viewer.
   */
  void annotate(int viewers) throws IOException {
    List<String> images = new ArrayList<>();
    List<String> annotations = new ArrayList<>();
    for (String name : NAMES) {
      List<int[]> own = points.get(name).subList(0, viewers);
      draw("salicon/images/val/" + name + ".png", bells(own, 9));
      draw("salicon/maps/val/" + name + ".png", bells(own, 3));
      int id = images.size();
      images.add(
          String.format(
              Locale.ROOT,
              "{\"id\":%d,\"file_name\":\"%s.png\",\"height\":%d,\"width\":%d}",
              id,
              name,
              HEIGHT,
              WIDTH));
      for (int[] point : own) {
        annotations.add(
            String.format(
                Locale.ROOT,
                "{\"image_id\":%d,\"fixations\":[[%d,%d]]}",
                id,
                point[0] + 1,
                point[1] + 1));
      }
    }
    Files.writeString(
        folder.resolve("salicon/fixations_val.json"),
        "{\"images\":"
            + "["
            + String.join(",", images)
            + "],\"annotations\":["
            + String.join(",", annotations)
            + "]}");
  }

  /**
   * Runs {@code evaluate}.
   *
   * @param predictions name of a method; empty for none
   */
  EvaluateJob.Result evaluate(
      String truth, String predictions, String out, Map<String, String> settings)
      throws InterruptedException {
    Map<String, String> all = new HashMap<>(Map.of("evaluate.profile", "native"));
    settings.forEach((key, value) -> all.put("evaluate." + key, value));
    EvaluateArguments arguments =
        new EvaluateArguments(
            predictions.isEmpty() ? "" : folder.resolve(predictions).toString(),
            folder.resolve(truth).toString(),
            Optional.empty(),
            folder.resolve(out).toString(),
            Settings.load(Optional.empty(), all).section("evaluate"));
    return new EvaluateJob(TestSpark.session(), arguments).run();
  }

  JsonNode summary(String out) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(out).resolve("summary.json").toFile());
  }

  LeaderboardJob.Result leaderboard(String out, String... results) {
    return new LeaderboardJob(
            new Configuration(),
            new LeaderboardArguments(
                Arrays.stream(results)
                    .map(name -> new NamedResults(name, folder.resolve(name).toString()))
                    .toList(),
                Ranking.DEFAULT_METRICS,
                Optional.empty(),
                folder.resolve(out).toString()))
        .run();
  }
}
