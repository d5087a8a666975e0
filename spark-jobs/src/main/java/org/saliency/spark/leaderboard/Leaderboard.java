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
import org.saliency.metric.MetricIntervals;
import org.saliency.metric.Ranking;
import org.saliency.spark.results.CsvTable;
import org.saliency.spark.results.PairedDifference;
import org.saliency.spark.results.Scores;
import org.saliency.statistics.Bootstrap;
import org.saliency.statistics.Interval;
import org.saliency.storage.Text;

/**
 * Ranked methods: {@code leaderboard.json}.
 *
 * @param profile of the metrics
 * @param videos number of videos that all methods have
 * @param frames number of frames that all methods have
 * @param comparedFrames number of frames for which all methods have a value, by metric
 * @param metrics column names of the metrics that determine the ranks
 * @param methods by rank, best first
 * @param differences of each pair of methods in each of these metrics, the better ranked first
 * @param bootstrap how the intervals of means and differences over videos were computed (BCa)
 * @param truthSigmas rankings for the blur widths that all methods were measured at; empty without
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
    List<PairedDifference> differences,
    Bootstrap bootstrap,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SigmaPlaces> truthSigmas,
    List<String> warnings) {

  /**
   * A method.
   *
   * @param rank from 1; shared by methods with equal mean places
   * @param name of the method
   * @param metrics by column name
   * @param meanPlace mean of the places by metric
   * @param points for the mean place; null if the table of points has none
   * @param frames number of frames that the method was measured on
   * @param missingFrames number of frames with ground truth but without a map
   * @param missingPolicy {@code skip}: these are left out; {@code zero}: measured as all-zero maps;
   *     null without any
   * @param undefinedFrames number of measured frames without a value, by metric
   * @param floor name of the floor that was measured in place of predictions; null for a method
   * @param ceiling name of the ceiling, likewise
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
      Map<String, Long> undefinedFrames,
      String floor,
      String ceiling) {

    static Line of(Ranking.Standing standing, Scores scores, Optional<PlacePoints> points) {
      Map<Metric, Interval> intervals =
          MetricIntervals.of(
              scores.videos().stream().map(Scores.Video::means).toList(), Bootstrap.DEFAULT);
      Map<String, Placed> metrics = new LinkedHashMap<>();
      Map<String, Long> undefined = new LinkedHashMap<>();
      standing
          .places()
          .forEach(
              (metric, place) -> {
                metrics.put(
                    metric.column(),
                    Placed.of(
                        scores.means().get(metric),
                        place,
                        Optional.ofNullable(intervals.get(metric))));
                undefined.put(metric.column(), scores.undefinedFrames().getOrDefault(metric, 0L));
              });
      return new Line(
          standing.place(),
          standing.name(),
          metrics,
          standing.meanPlace(),
          points.flatMap(table -> table.of(standing.meanPlace())).orElse(null),
          scores.frames(),
          scores.missingFrames(),
          scores.coverage().map(own -> own.missing().policy()).orElse(null),
          undefined,
          scores.notes().floor(),
          scores.notes().ceiling());
    }

    /** The name in one line, with a mark of floors and ceilings. */
    String shownName() {
      String mark = floor != null ? " (floor)" : ceiling != null ? " (ceiling)" : "";
      return Text.printable(name) + mark;
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
   * @param low lower end of the 95 % interval of the mean; null with too few videos
   * @param high upper end
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Placed(double mean, int place, Double low, Double high) {

    static Placed of(double mean, int place, Optional<Interval> interval) {
      return new Placed(
          mean,
          place,
          interval.map(Interval::low).orElse(null),
          interval.map(Interval::high).orElse(null));
    }
  }

  private boolean hasFloors() {
    return methods.stream().anyMatch(line -> line.floor() != null);
  }

  private boolean hasCeilings() {
    return methods.stream().anyMatch(line -> line.ceiling() != null);
  }

  /** The ranking without what is told about it. */
  RankedTable ranked() {
    return new RankedTable(
        metrics.stream().map(Metric::named).toList(),
        methods.stream()
            .map(
                line ->
                    new RankedTable.Row(
                        line.rank(),
                        line.shownName(),
                        metrics.stream().map(metric -> line.metrics().get(metric).mean()).toList(),
                        metrics.stream().map(metric -> line.metrics().get(metric).place()).toList(),
                        line.meanPlace(),
                        line.points()))
            .toList());
  }

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
    for (String metric : metrics) {
      columns.add(metric + "_low");
      columns.add(metric + "_high");
    }
    if (hasFloors()) {
      columns.add("floor");
    }
    if (hasCeilings()) {
      columns.add("ceiling");
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
    cells.add(line.frames());
    cells.add(line.missingFrames());
    cells.add(line.missingPolicy());
    metrics.forEach(metric -> cells.add(line.undefinedFrames().get(metric)));
    for (String metric : metrics) {
      cells.add(line.metrics().get(metric).low());
      cells.add(line.metrics().get(metric).high());
    }
    if (hasFloors()) {
      cells.add(line.floor());
    }
    if (hasCeilings()) {
      cells.add(line.ceiling());
    }
    return cells;
  }

  /**
   * Text table; places are in parentheses after the means. Columns of missing maps and undefined
   * values follow if there are any; below the table are the differences between neighbours, the
   * ranks by blur width, and the warnings.
   */
  String table() {
    int width =
        Math.max(6, methods.stream().mapToInt(line -> line.shownName().length()).max().orElse(0));
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
      text.append(format("%4d  %-" + width + "s", line.rank(), line.shownName()));
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
    neighbours().forEach(difference -> text.append(difference.text()).append('\n'));
    if (!truthSigmas.isEmpty()) {
      Map<String, String> names = new LinkedHashMap<>();
      methods.forEach(line -> names.put(line.name(), line.shownName()));
      text.append(SigmaPlaces.text(truthSigmas, names));
    }
    warnings.forEach(
        warning -> text.append("warning: ").append(Text.printable(warning)).append('\n'));
    return text.toString();
  }

  /** Differences with an interval between methods that follow each other. */
  private List<PairedDifference> neighbours() {
    List<PairedDifference> neighbours = new ArrayList<>();
    for (int i = 1; i < methods.size(); i++) {
      String better = methods.get(i - 1).name();
      String worse = methods.get(i).name();
      differences.stream()
          .filter(pair -> pair.method().equals(better) && pair.other().equals(worse))
          .filter(pair -> pair.low() != null)
          .forEach(neighbours::add);
    }
    return neighbours;
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String trimmed(double points) {
    return points == Math.rint(points) ? format("%.0f", points) : format("%.2f", points);
  }
}
