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
 * Methods by rank: {@code leaderboard.json}.
 *
 * @param profile how the metrics were computed
 * @param videos number of videos that all methods were measured on
 * @param metrics columns of the metrics that count
 * @param methods by rank, the best first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Leaderboard(String profile, int videos, List<String> metrics, List<Line> methods) {

  /**
   * One method.
   *
   * @param rank from 1; methods with equal mean places share one
   * @param name of the method
   * @param metrics by column
   * @param meanPlace mean of its places in the metrics
   * @param points that its rank earns; null where the table of points says nothing
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
   * @param place from 1, the best
   */
  public record Placed(double mean, int place) {}

  private boolean hasPoints() {
    return methods.stream().anyMatch(line -> line.points() != null);
  }

  /** {@code leaderboard.csv}: a line for each method. */
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

  /** The table for people; a place stands in brackets after its mean. */
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
