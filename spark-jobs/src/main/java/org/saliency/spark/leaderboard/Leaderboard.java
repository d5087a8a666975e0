package org.saliency.spark.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.results.CsvTable;

/**
 * Ranked methods: {@code leaderboard.json}.
 *
 * @param profile of the metrics
 * @param videos number of videos
 * @param metrics column names of the metrics that determine the ranks
 * @param methods by rank, best first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Leaderboard(String profile, int videos, List<String> metrics, List<Line> methods) {

  /**
   * A method.
   *
   * @param rank from 1; shared by methods with equal mean places
   * @param name of the method
   * @param metrics by column name
   * @param meanPlace mean of the places by metric
   * @param points for the rank; null if the table of points has none
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Line(
      int rank, String name, Map<String, Placed> metrics, double meanPlace, Double points) {

    static Line of(
        Ranking.Standing standing,
        Map<Metric, Double> means,
        Optional<Map<Integer, Double>> points) {
      Map<String, Placed> metrics = new LinkedHashMap<>();
      standing
          .places()
          .forEach(
              (metric, place) ->
                  metrics.put(metric.column(), new Placed(means.get(metric), place)));
      return new Line(
          standing.place(),
          standing.name(),
          metrics,
          standing.meanPlace(),
          points.map(table -> table.get(standing.place())).orElse(null));
    }
  }

  /**
   * A metric of one method.
   *
   * @param mean over the videos
   * @param place from 1 (best)
   */
  public record Placed(double mean, int place) {}

  private boolean hasPoints() {
    return methods.stream().anyMatch(line -> line.points() != null);
  }

  /** Content of {@code leaderboard.csv}. */
  String csv() {
    List<String> columns = new ArrayList<>(List.of("rank", "name"));
    for (String metric : metrics) {
      columns.add(metric);
      columns.add(metric + "_place");
    }
    columns.add("mean_place");
    if (hasPoints()) {
      columns.add("points");
    }
    return CsvTable.write(columns, methods.stream().map(this::cells).toList());
  }

  private List<Object> cells(Line line) {
    List<Object> cells = new ArrayList<>(List.of(line.rank(), line.name()));
    for (String metric : metrics) {
      cells.add(line.metrics().get(metric).mean());
      cells.add(line.metrics().get(metric).place());
    }
    cells.add(line.meanPlace());
    if (hasPoints()) {
      cells.add(line.points());
    }
    return cells;
  }

  /** Text table; places are in parentheses after the means. */
  String table() {
    int width =
        Math.max(6, methods.stream().mapToInt(line -> line.name().length()).max().orElse(0));
    StringBuilder text = new StringBuilder();
    text.append(format("%4s  %-" + width + "s", "rank", "method"));
    metrics.forEach(metric -> text.append(format("  %13s", Metric.named(metric).label())));
    text.append("  mean place").append(hasPoints() ? "  points" : "").append('\n');
    for (Line line : methods) {
      text.append(format("%4d  %-" + width + "s", line.rank(), line.name()));
      for (String metric : metrics) {
        Placed placed = line.metrics().get(metric);
        text.append(format("  %8.4f %4s", placed.mean(), "(" + placed.place() + ")"));
      }
      text.append(format("  %10.2f", line.meanPlace()));
      text.append(line.points() == null ? "" : format("  %6s", trimmed(line.points())));
      text.append('\n');
    }
    return text.toString();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String trimmed(double points) {
    return points == Math.rint(points) ? format("%.0f", points) : String.valueOf(points);
  }
}
