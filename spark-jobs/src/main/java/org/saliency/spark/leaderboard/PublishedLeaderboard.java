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
 * Ranked methods of a published table, of which only the means are known: {@code leaderboard.json}.
 *
 * @param table that was ranked
 * @param metrics column names of the metrics that determine the ranks
 * @param methods by rank, best first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PublishedLeaderboard(String table, List<String> metrics, List<Line> methods) {

  /**
   * A method.
   *
   * @param rank from 1; shared by methods with equal mean places
   * @param metrics by column name
   * @param meanPlace mean of the places by metric
   * @param points for the mean place; null if the table of points has none
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Line(
      int rank, String name, Map<String, Placed> metrics, double meanPlace, Double points) {}

  /**
   * A mean.
   *
   * @param place rank of the mean, from 1; ties share the best rank
   */
  public record Placed(double mean, int place) {}

  /** Ranks the methods of a table. */
  static PublishedLeaderboard of(
      String table,
      Map<String, Map<Metric, Double>> methods,
      List<Metric> metrics,
      Optional<PlacePoints> points) {
    List<Line> lines = new ArrayList<>();
    for (Ranking.Standing own : Ranking.of(methods, metrics)) {
      Map<String, Placed> placed = new LinkedHashMap<>();
      for (Metric metric : metrics) {
        double mean = methods.get(own.name()).get(metric);
        placed.put(metric.column(), new Placed(mean, own.places().get(metric)));
      }
      Double award = points.flatMap(awards -> awards.of(own.meanPlace())).orElse(null);
      lines.add(new Line(own.place(), own.name(), placed, own.meanPlace(), award));
    }
    return new PublishedLeaderboard(
        table, metrics.stream().map(Metric::column).toList(), List.copyOf(lines));
  }

  /** The ranking without its source. */
  RankedTable ranked() {
    return new RankedTable(
        metrics.stream().map(Metric::named).toList(),
        methods.stream()
            .map(
                line ->
                    new RankedTable.Row(
                        line.rank(),
                        line.name(),
                        line.metrics().values().stream().map(Placed::mean).toList(),
                        line.metrics().values().stream().map(Placed::place).toList(),
                        line.meanPlace(),
                        line.points()))
            .toList());
  }

  /** Content of {@code leaderboard.csv}. */
  String csv() {
    boolean hasPoints = methods.stream().anyMatch(line -> line.points() != null);
    List<String> columns = new ArrayList<>(List.of("rank", "name"));
    metrics.forEach(metric -> columns.addAll(List.of(metric, metric + "_place")));
    columns.add("mean_place");
    if (hasPoints) {
      columns.add("points");
    }
    List<List<Object>> rows = new ArrayList<>();
    for (Line line : methods) {
      List<Object> cells = new ArrayList<>(List.of(line.rank(), line.name()));
      line.metrics().values().forEach(own -> cells.addAll(List.of(own.mean(), own.place())));
      cells.add(line.meanPlace());
      if (hasPoints) {
        cells.add(line.points());
      }
      rows.add(cells);
    }
    return CsvTable.write(columns, rows);
  }

  /** Text table; places are in parentheses after the means. */
  String text() {
    int width = methods.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    String name = "%-" + Math.max(6, width) + "s";
    boolean hasPoints = methods.stream().anyMatch(line -> line.points() != null);
    StringBuilder text = new StringBuilder(format("%4s  " + name, "rank", "method"));
    metrics.forEach(metric -> text.append(format("  %13s", Metric.named(metric).label())));
    text.append("  mean place").append(hasPoints ? "  points" : "").append('\n');
    for (Line line : methods) {
      text.append(format("%4d  " + name, line.rank(), line.name()));
      for (Placed placed : line.metrics().values()) {
        text.append(format("  %8.4f %4s", placed.mean(), "(" + placed.place() + ")"));
      }
      text.append(format("  %10.2f", line.meanPlace()));
      text.append(line.points() == null ? "" : format("  %6.2f", line.points())).append('\n');
    }
    return text.toString();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
