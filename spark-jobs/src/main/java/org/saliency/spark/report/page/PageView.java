package org.saliency.spark.report.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.saliency.spark.report.page.Table.Body;
import org.saliency.spark.report.page.Table.Cell;
import org.saliency.spark.report.page.Table.Column;
import org.saliency.spark.report.page.Table.Row;
import org.saliency.spark.results.Scores;

/** A report in the terms of {@code report.mustache}: texts, tables and pictures in their order. */
final class PageView {

  /** Charts shrink to this share of their width before they scroll, so that labels stay legible. */
  private static final int MINIMUM_SCALE_PERCENT = 65;

  private final Report report;
  private final List<Scores> methods;
  private final List<Metric> metrics;

  PageView(Report report) {
    this.report = report;
    this.methods = report.methods();
    this.metrics = report.main().profile().metrics();
  }

  /** A name with a value or a colour. */
  record Entry(String name, String value) {}

  /** A method and the colour that stands for it. */
  record Method(String name, String swatch) {}

  /** A list of notes. */
  record Notes(List<String> items) {}

  /** Frames for which a method has no value of some metrics. */
  record Undefined(String method, String counts) {}

  /** The chart of a metric. */
  record Chart(Picture picture, String better, int minimumWidth) {}

  /** A frame with its caption. */
  record CaptionedFrame(String caption, List<Picture> pictures) {}

  /** Frames under one heading. */
  record FrameGroup(String title, String hint, List<CaptionedFrame> frames) {}

  String title() {
    return "Video saliency: " + report.main().name();
  }

  String lead() {
    Scores main = report.main();
    long frames = main.videos().stream().mapToLong(Scores.Video::frames).sum();
    return count(main.videos().size(), "video")
        + ", "
        + count(frames, "frame")
        + ", measured with profile "
        + main.profile().option()
        + (compares() ? ", compared with " + count(methods.size() - 1, "other method") : "");
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
        .mapToObj(i -> new Method(methods.get(i).name(), compares() ? Palette.code(i) : null))
        .toList();
  }

  Table means() {
    List<Map<Metric, Double>> means = methods.stream().map(Scores::means).toList();
    List<Row> rows =
        IntStream.range(0, methods.size())
            .mapToObj(i -> Row.of(Stream.of(method(i)), Table.values(metrics, means.get(i), means)))
            .toList();
    return new Table(
        "Means over the data set", columns(Column.name("Method")), List.of(new Body(rows)));
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
        .map(e -> e.getKey().label() + before + count(e.getValue(), "frame"))
        .collect(Collectors.joining(", "));
  }

  List<Chart> charts() {
    return metrics.stream()
        .filter(metric -> methods.stream().anyMatch(own -> own.means().containsKey(metric)))
        .map(
            metric -> {
              Picture picture = MetricChart.of(metric, methods);
              return new Chart(
                  picture, Table.better(metric), picture.width() * MINIMUM_SCALE_PERCENT / 100);
            })
        .toList();
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
    List<Body> bodies =
        report.main().videos().stream().map(video -> new Body(rows(video.name()))).toList();
    return new Table("Metrics of each video", columns, bodies);
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

  /** A row for each method; the name of the video spans them. */
  private List<Row> rows(String video) {
    List<Scores.Video> results =
        methods.stream().map(method -> method.video(video)).flatMap(Optional::stream).toList();
    List<Map<Metric, Double>> means = results.stream().map(Scores.Video::means).toList();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Stream<Cell> name =
          i > 0
              ? Stream.of()
              : Stream.of(
                  Cell.heading(video, results.size() > 1 ? "rowgroup" : "row", results.size()));
      Stream<Cell> method = results.size() > 1 ? Stream.of(method(i)) : Stream.of();
      Stream<Cell> frames = Stream.of(Cell.count(results.get(i).frames()));
      rows.add(
          Row.of(
              name,
              method,
              frames,
              Table.values(metrics, means.get(i), means),
              gaps(results.get(i))));
    }
    return rows;
  }

  Notes frameNotes() {
    return notes(report.frames().notes());
  }

  /** Colours of the heat scale for CSS; null when no frame is shown. */
  String heatScale() {
    boolean isShown = !report.frames().samples().isEmpty() || !report.frames().worst().isEmpty();
    return isShown ? String.join(",", HeatMap.scale()) : null;
  }

  List<FrameGroup> frameGroups() {
    List<FrameGroup> groups = new ArrayList<>();
    extremes("Lowest CC", report.frames().worst()).ifPresent(groups::add);
    extremes("Highest CC", report.frames().best()).ifPresent(groups::add);
    Map<String, List<CaptionedFrame>> samples = new LinkedHashMap<>();
    for (ShownFrame frame : report.frames().samples()) {
      samples
          .computeIfAbsent(frame.video(), video -> new ArrayList<>())
          .add(new CaptionedFrame(frame.caption(), frame.pictures()));
    }
    samples.forEach((video, frames) -> groups.add(new FrameGroup(video, null, frames)));
    return groups;
  }

  private static Optional<FrameGroup> extremes(String title, List<ShownFrame> frames) {
    List<CaptionedFrame> captioned =
        frames.stream()
            .map(f -> new CaptionedFrame(f.video() + ", " + f.caption(), f.pictures()))
            .toList();
    return captioned.isEmpty()
        ? Optional.empty()
        : Optional.of(new FrameGroup(title, "At most one frame of each video.", captioned));
  }

  private Cell method(int index) {
    Method method = methods().get(index);
    return Cell.method(method.name(), method.swatch());
  }

  private List<Column> columns(Column... first) {
    return Stream.concat(Stream.of(first), metrics.stream().map(Column::metric)).toList();
  }

  /** Null without any. */
  private static Notes notes(List<String> items) {
    return items.isEmpty() ? null : new Notes(items);
  }

  /** A count of things: {@code 1 video}, {@code 1,200 frames}. */
  private static String count(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }
}
