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
import java.util.stream.Collectors;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.results.CsvTable;
import org.saliency.spark.results.Scores;

/**
 * Ranked methods: {@code leaderboard.json}.
 *
 * @param profile of the metrics
 * @param videos number of videos that all methods have
 * @param frames number of frames that all methods have
 * @param comparedFrames number of frames for which all methods have a value, by metric
 * @param metrics column names of the metrics that determine the ranks
 * @param methods by rank, best first
 * @param warnings what readers must know before they trust the ranking
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Leaderboard(
    String profile,
    int videos,
    long frames,
    Map<String, Long> comparedFrames,
    List<String> metrics,
    List<Line> methods,
    List<String> warnings) {

  /**
   * A method.
   *
   * @param rank from 1; shared by methods with equal mean places
   * @param name of the method
   * @param metrics by column name
   * @param meanPlace mean of the places by metric
   * @param points for the rank; null if the table of points has none
   * @param frames number of frames that the method was measured on
   * @param missingFrames number of frames with ground truth but without a map
   * @param missingPolicy {@code skip}: these are left out; {@code zero}: measured as all-zero maps;
   *     null without any
   * @param undefinedFrames number of measured frames without a value, by metric
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Line(
      int rank,
      String name,
      Map<String, Placed> metrics,
      double meanPlace,
      Double points,
      long frames,
      long missingFrames,
      String missingPolicy,
      Map<String, Long> undefinedFrames) {

    static Line of(
        Ranking.Standing standing, Scores scores, Optional<Map<Integer, Double>> points) {
      Map<String, Placed> metrics = new LinkedHashMap<>();
      Map<String, Long> undefined = new LinkedHashMap<>();
      standing
          .places()
          .forEach(
              (metric, place) -> {
                metrics.put(metric.column(), new Placed(scores.means().get(metric), place));
                undefined.put(metric.column(), scores.undefinedFrames().getOrDefault(metric, 0L));
              });
      return new Line(
          standing.place(),
          standing.name(),
          metrics,
          standing.meanPlace(),
          points.map(table -> table.get(standing.place())).orElse(null),
          scores.frames(),
          scores.missingFrames(),
          scores.coverage().map(own -> own.missing().policy()).orElse(null),
          undefined);
    }

    private String missing() {
      return missingFrames == 0 ? "-" : missingFrames + " (" + missingPolicy + ")";
    }

    private String undefined() {
      String counts =
          undefinedFrames.entrySet().stream()
              .filter(entry -> entry.getValue() > 0)
              .map(entry -> Metric.named(entry.getKey()).label() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      return counts.isEmpty() ? "-" : counts;
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
    columns.addAll(List.of("frames", "missing_frames", "missing_policy"));
    metrics.forEach(metric -> columns.add(metric + "_undefined"));
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
    cells.add(line.frames());
    cells.add(line.missingFrames());
    cells.add(line.missingPolicy());
    metrics.forEach(metric -> cells.add(line.undefinedFrames().get(metric)));
    return cells;
  }

  /**
   * Text table; places are in parentheses after the means. Columns of missing maps and undefined
   * values follow if there are any, and the warnings below the table.
   */
  String table() {
    int width =
        Math.max(6, methods.stream().mapToInt(line -> line.name().length()).max().orElse(0));
    StringBuilder text = new StringBuilder();
    text.append(format("%4s  %-" + width + "s", "rank", "method"));
    metrics.forEach(metric -> text.append(format("  %13s", Metric.named(metric).label())));
    text.append("  mean place").append(hasPoints() ? "  points" : "");
    boolean hasMissing = methods.stream().anyMatch(line -> line.missingFrames() > 0);
    boolean hasUndefined =
        methods.stream()
            .anyMatch(
                line -> line.undefinedFrames().values().stream().anyMatch(count -> count > 0));
    text.append(hasMissing ? format("  %16s", "missing") : "");
    text.append(hasUndefined ? "  undefined" : "").append('\n');
    for (Line line : methods) {
      text.append(format("%4d  %-" + width + "s", line.rank(), line.name()));
      for (String metric : metrics) {
        Placed placed = line.metrics().get(metric);
        text.append(format("  %8.4f %4s", placed.mean(), "(" + placed.place() + ")"));
      }
      text.append(format("  %10.2f", line.meanPlace()));
      if (hasPoints()) {
        text.append(format("  %6s", line.points() == null ? "" : trimmed(line.points())));
      }
      text.append(hasMissing ? format("  %16s", line.missing()) : "");
      text.append(hasUndefined ? "  " + line.undefined() : "").append('\n');
    }
    warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.toString();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String trimmed(double points) {
    return points == Math.rint(points) ? format("%.0f", points) : String.valueOf(points);
  }
}
