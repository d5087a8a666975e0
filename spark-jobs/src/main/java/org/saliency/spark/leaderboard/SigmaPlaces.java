package org.saliency.spark.leaderboard;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.results.CsvTable;
import org.saliency.spark.results.Scores;
import org.saliency.spark.results.TruthSigmas;
import org.saliency.spark.storage.HadoopFiles;

/**
 * The ranking for one width of the blur that makes the ground truth: means over the videos that all
 * methods have.
 *
 * @param sigma standard deviation in pixels of the frame
 * @param methods by rank
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SigmaPlaces(double sigma, List<Line> methods) {

  /**
   * A method.
   *
   * @param rank from 1; shared by methods with equal mean places
   * @param meanPlace mean of the places by metric
   * @param metrics by column name
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Line(
      int rank, String name, double meanPlace, Map<String, PublishedLeaderboard.Placed> metrics) {}

  /**
   * The rankings for the widths that all methods were measured at.
   *
   * @return empty if a method was measured at one width only, or there is no common one
   */
  static List<SigmaPlaces> of(HadoopFiles files, List<Scores> methods, List<Metric> metrics) {
    Map<String, Map<Double, Map<String, Map<Metric, Double>>>> tables = new LinkedHashMap<>();
    for (Scores method : methods) {
      tables.put(method.name(), TruthSigmas.read(files, method).orElse(Map.of()));
    }
    Set<Double> sigmas = new LinkedHashSet<>(tables.values().iterator().next().keySet());
    tables.values().forEach(own -> sigmas.retainAll(own.keySet()));
    List<SigmaPlaces> places = new ArrayList<>();
    for (double sigma : sigmas.stream().sorted().toList()) {
      Map<String, Map<String, Map<Metric, Double>>> videos = new LinkedHashMap<>();
      tables.forEach((name, own) -> videos.put(name, own.get(sigma)));
      places(sigma, videos, metrics).ifPresent(places::add);
    }
    return places;
  }

  private static Optional<SigmaPlaces> places(
      double sigma, Map<String, Map<String, Map<Metric, Double>>> videos, List<Metric> metrics) {
    Map<String, Map<Metric, Double>> means = new LinkedHashMap<>();
    videos.forEach((name, own) -> means.put(name, new EnumMap<>(Metric.class)));
    for (Metric metric : metrics) {
      Set<String> common = new LinkedHashSet<>(videos.values().iterator().next().keySet());
      videos
          .values()
          .forEach(
              own ->
                  common.removeIf(video -> !own.getOrDefault(video, Map.of()).containsKey(metric)));
      if (common.isEmpty()) {
        return Optional.empty();
      }
      videos.forEach(
          (name, own) ->
              means
                  .get(name)
                  .put(
                      metric,
                      common.stream()
                          .mapToDouble(video -> own.get(video).get(metric))
                          .average()
                          .orElseThrow()));
    }
    return Optional.of(
        new SigmaPlaces(
            sigma,
            Ranking.of(means, metrics).stream()
                .map(own -> line(own, means.get(own.name()), metrics))
                .toList()));
  }

  private static Line line(
      Ranking.Standing standing, Map<Metric, Double> means, List<Metric> metrics) {
    Map<String, PublishedLeaderboard.Placed> placed = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      placed.put(
          metric.column(),
          new PublishedLeaderboard.Placed(means.get(metric), standing.places().get(metric)));
    }
    return new Line(standing.place(), standing.name(), standing.meanPlace(), placed);
  }

  private Line line(String method) {
    return methods.stream().filter(own -> own.name().equals(method)).findFirst().orElseThrow();
  }

  /** Content of {@code truth_sigmas.csv}. */
  static String csv(List<SigmaPlaces> widths, List<String> metrics) {
    List<String> columns = new ArrayList<>(List.of("sigma", "rank", "name"));
    metrics.forEach(metric -> columns.addAll(List.of(metric, metric + "_place")));
    columns.add("mean_place");
    List<List<Object>> rows = new ArrayList<>();
    for (SigmaPlaces width : widths) {
      for (Line line : width.methods()) {
        List<Object> row = new ArrayList<>(List.of(width.sigma(), line.rank(), line.name()));
        line.metrics().values().forEach(own -> row.addAll(List.of(own.mean(), own.place())));
        row.add(line.meanPlace());
        rows.add(row);
      }
    }
    return CsvTable.write(columns, rows);
  }

  /**
   * Ranks and mean places by width as text, with the methods whose rank changes.
   *
   * @param names as shown, by name, in the order of the rows
   */
  static String text(List<SigmaPlaces> widths, Map<String, String> names) {
    int width = Math.max(6, names.values().stream().mapToInt(String::length).max().orElse(0));
    StringBuilder text = new StringBuilder();
    text.append("rank (mean place) by blur width of the ground truth, sigma in pixels\n");
    text.append(format("%-" + width + "s", "method"));
    widths.forEach(own -> text.append(format("  %10s", TruthSigmas.text(own.sigma()))));
    text.append('\n');
    names.forEach(
        (name, shown) -> {
          text.append(format("%-" + width + "s", shown));
          for (SigmaPlaces own : widths) {
            Line line = own.line(name);
            text.append(format("  %2d %7s", line.rank(), format("(%.2f)", line.meanPlace())));
          }
          text.append('\n');
        });
    List<String> changing =
        names.keySet().stream()
            .filter(
                name -> widths.stream().map(own -> own.line(name).rank()).distinct().count() > 1)
            .map(names::get)
            .collect(Collectors.toList());
    text.append(
        changing.isEmpty()
            ? "no rank changes with the width"
            : "the rank changes with the width: " + String.join(", ", changing));
    return text.append('\n').toString();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
