package org.saliency.spark.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.saliency.drawing.HeatMap;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.report.page.Table.Body;
import org.saliency.spark.report.page.Table.Cell;
import org.saliency.spark.report.page.Table.Column;
import org.saliency.spark.report.page.Table.Row;
import org.saliency.spark.results.Scores;
import org.saliency.statistics.Bootstrap;
import org.saliency.storage.Text;

/** A report in the terms of {@code report.mustache}: texts, tables and pictures in their order. */
final class PageView {

  private final Report report;
  private final List<Scores> methods;
  private final List<Metric> metrics;
  private final Standings standings;

  PageView(Report report, Standings standings) {
    this.report = report;
    this.methods = report.methods();
    this.metrics = standings.metrics();
    this.standings = standings;
  }

  /** A name with a value or a colour. */
  record Entry(String name, String value) {}

  /** A method and the colour that stands for it. */
  record Method(String name, String swatch) {}

  /** A list of notes. */
  record Notes(List<String> items) {}

  /** Frames for which a method has no value of some metrics. */
  record Undefined(String method, String counts) {}

  String title() {
    return "Video saliency: " + report.main().name();
  }

  String lead() {
    Scores main = report.main();
    long frames = main.videos().stream().mapToLong(Scores.Video::frames).sum();
    return Text.count(main.videos().size(), "video")
        + ", "
        + Text.count(frames, "frame")
        + ", measured with profile "
        + main.profile().option()
        + (compares() ? ", compared with " + Text.count(methods.size() - 1, "other method") : "");
  }

  Notes warnings() {
    return notes(report.warnings());
  }

  List<Entry> facts() {
    return RunFacts.of(report.main()).entrySet().stream()
        .map(fact -> new Entry(fact.getKey(), fact.getValue()))
        .toList();
  }

  boolean compares() {
    return methods.size() > 1;
  }

  /** Null without methods to compare with. */
  Table compared() {
    return compares() ? RunFacts.compared(methods.subList(1, methods.size())) : null;
  }

  List<Method> methods() {
    return IntStream.range(0, methods.size())
        .mapToObj(i -> new Method(name(i), compares() ? Palette.code(i) : null))
        .toList();
  }

  /** By rank, if there is one. */
  Table means() {
    List<Map<Metric, Double>> compared =
        methods.stream().filter(own -> !own.notes().isBound()).map(Scores::means).toList();
    boolean isRanked = compares() && !standings.ranks().isEmpty();
    List<Column> columns = new ArrayList<>(List.of(Column.name("Method")));
    if (isRanked) {
      columns.add(Column.count("Rank"));
    }
    metrics.forEach(metric -> columns.add(Column.metric(metric)));
    if (isRanked) {
      columns.add(Column.count("Mean place"));
    }
    List<Row> rows =
        IntStream.range(0, methods.size())
            .boxed()
            .sorted(Comparator.comparingInt(this::rank))
            .map(
                i -> {
                  Optional<Ranking.Standing> rank =
                      isRanked ? standings.rank(methods.get(i)) : Optional.empty();
                  return Row.of(
                      Stream.of(method(i)),
                      rank.map(own -> Cell.count(own.place())).stream(),
                      Table.values(
                          metrics,
                          methods.get(i).means(),
                          compared(i, compared),
                          standings.intervals().get(methods.get(i).name())),
                      rank
                          .map(own -> Cell.number(format("%.2f", own.meanPlace()), own.meanPlace()))
                          .stream());
                })
            .toList();
    return new Table("Means over the data set", columns, List.of(new Body(rows)));
  }

  private int rank(int method) {
    return standings.rank(methods.get(method)).map(Ranking.Standing::place).orElse(0);
  }

  /** The metrics that determine the ranks; null without ranks. */
  String rankedBy() {
    return compares() && !standings.ranks().isEmpty()
        ? standings.rankedBy().stream().map(Metric::label).collect(Collectors.joining(", "))
        : null;
  }

  /** Says why there are no intervals; null if there are some. */
  String withoutIntervals() {
    boolean hasNone = standings.intervals().values().stream().allMatch(Map::isEmpty);
    return hasNone ? "at least " + Bootstrap.MIN_VALUES + " videos" : null;
  }

  List<Undefined> undefined() {
    return methods.stream()
        .map(method -> new Undefined(method.name(), undefined(method.undefinedFrames(), " in ")))
        .filter(undefined -> !undefined.counts().isEmpty())
        .toList();
  }

  private static String undefined(Map<Metric, Long> frames, String before) {
    return frames.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(e -> e.getKey().label() + before + Text.count(e.getValue(), "frame"))
        .collect(Collectors.joining(", "));
  }

  Table videos() {
    List<Column> columns = new ArrayList<>(List.of(Column.name("Video")));
    if (compares()) {
      columns.add(Column.name("Method"));
    }
    columns.add(Column.count("Frames"));
    metrics.forEach(metric -> columns.add(Column.metric(metric)));
    if (anyVideo(video -> video.missing() > 0)) {
      columns.add(Column.count("Missing maps"));
    }
    if (anyVideo(PageView::hasUndefined)) {
      columns.add(Column.name("Undefined"));
    }
    List<Row> rows =
        report.main().videos().stream().flatMap(video -> rows(video.name()).stream()).toList();
    return new Table("Metrics of each video", columns, List.of(new Body(rows)));
  }

  private boolean anyVideo(Predicate<Scores.Video> condition) {
    return methods.stream().flatMap(method -> method.videos().stream()).anyMatch(condition);
  }

  private static boolean hasUndefined(Scores.Video video) {
    return video.undefined().values().stream().anyMatch(count -> count > 0);
  }

  /** Cells of missing maps and undefined values, in the tables that have any. */
  private Stream<Cell> gaps(Scores.Video video) {
    Stream<Cell> missing =
        anyVideo(any -> any.missing() > 0) ? Stream.of(Cell.count(video.missing())) : Stream.of();
    Stream<Cell> undefined =
        anyVideo(PageView::hasUndefined)
            ? Stream.of(
                Cell.name(hasUndefined(video) ? undefined(video.undefined(), ": ") : "none"))
            : Stream.of();
    return Stream.concat(missing, undefined);
  }

  /** A row for each method. */
  private List<Row> rows(String video) {
    List<Integer> measured =
        IntStream.range(0, methods.size())
            .filter(i -> methods.get(i).video(video).isPresent())
            .boxed()
            .toList();
    List<Map<Metric, Double>> compared =
        measured.stream()
            .filter(i -> !methods.get(i).notes().isBound())
            .map(i -> result(i, video).means())
            .toList();
    return measured.stream()
        .map(
            i ->
                Row.of(
                    Stream.of(Cell.video(video)),
                    compares()
                        ? Stream.of(Cell.methodName(name(i), Palette.code(i)))
                        : Stream.<Cell>of(),
                    Stream.of(Cell.count(result(i, video).frames())),
                    Table.values(
                        metrics, result(i, video).means(), compared(i, compared), Map.of()),
                    gaps(result(i, video))))
        .toList();
  }

  /** The values among which that of a method may be the best; none for floors and ceilings. */
  private List<Map<Metric, Double>> compared(int method, List<Map<Metric, Double>> ofMethods) {
    return methods.get(method).notes().isBound() ? List.of() : ofMethods;
  }

  private Scores.Video result(int method, String video) {
    return methods.get(method).video(video).orElseThrow();
  }

  Notes frameNotes() {
    return notes(report.frames().notes());
  }

  /** Colours of the heat scale for CSS. */
  String heatScale() {
    return String.join(",", HeatMap.scale());
  }

  private Cell method(int index) {
    Method method = methods().get(index);
    return Cell.method(method.name(), method.swatch());
  }

  /** The name with a mark of floors and ceilings. */
  private String name(int index) {
    Scores method = methods.get(index);
    return method.notes().marked(method.name());
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** Null without any. */
  private static Notes notes(List<String> items) {
    return items.isEmpty() ? null : new Notes(items);
  }
}
