package org.saliency.spark.evaluate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.json.Json;
import org.saliency.metric.Averaging;
import org.saliency.metric.Convention;
import org.saliency.metric.ConventionMeans;
import org.saliency.metric.Metric;
import org.saliency.spark.results.CsvTable;

/**
 * The metric passport: a row for each convention, a column for each metric.
 *
 * @param facts what was measured
 * @param rows in the order of the conventions
 */
record PassportTable(Map<String, Object> facts, List<Row> rows) {

  private static final String ONE_COLUMN =
      "One name, several quantities: a column holds what each source calls by that name.";

  /** What distinguishes conventions, by name. */
  private static final Map<String, Function<Convention.Traits, String>> TRAITS = traits();

  private static Map<String, Function<Convention.Traits, String>> traits() {
    Map<String, Function<Convention.Traits, String>> traits = new LinkedHashMap<>();
    traits.put("source", Convention.Traits::source);
    traits.put("fixations", Convention.Traits::fixations);
    traits.put("negatives", Convention.Traits::negatives);
    traits.put("ties", Convention.Traits::ties);
    traits.put("normalisation", Convention.Traits::normalisation);
    traits.put("resizing", Convention.Traits::resizing);
    traits.put("depth", Convention.Traits::depth);
    return traits;
  }

  /**
   * The means by a convention.
   *
   * @param values means by metric; absent if undefined for all frames or by the convention
   * @param undefined number of frames without a value, of the metrics that the convention defines
   */
  record Row(Convention convention, Map<Metric, Double> values, Map<Metric, Long> undefined) {

    /** The row for the frames of each video. */
    static Row of(Convention convention, List<ConventionMeans> videos) {
      Map<Metric, Double> values = new EnumMap<>(Metric.class);
      Map<Metric, Long> undefined = new EnumMap<>(Metric.class);
      for (Metric metric : convention.metrics()) {
        ConventionMeans.mean(convention, metric, videos)
            .ifPresent(value -> values.put(metric, value));
        undefined.put(metric, videos.stream().mapToLong(v -> v.undefined(metric)).sum());
      }
      return new Row(convention, values, undefined);
    }

    /** For example {@code videos}, or {@code frames; NSS, sAUC: fixations}. */
    String meanOver() {
      Map<Averaging, List<Metric>> groups =
          convention.metrics().stream().collect(Collectors.groupingBy(convention::averaging));
      Averaging usual = groups.containsKey(Averaging.VIDEOS) ? Averaging.VIDEOS : Averaging.FRAMES;
      return groups.entrySet().stream()
          .filter(group -> group.getKey() != usual)
          .map(
              group ->
                  "; "
                      + group.getValue().stream()
                          .map(Metric::label)
                          .collect(Collectors.joining(", "))
                      + ": "
                      + group.getKey().label())
          .collect(Collectors.joining("", usual.label(), ""));
    }
  }

  /** Content of {@code passport.json}. */
  Map<String, Object> entries() {
    Map<String, Object> entries = new LinkedHashMap<>(facts);
    List<Map<String, Object>> conventions = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("convention", row.convention.option());
      one.put("metrics", byColumn(row.convention.metrics(), row.values::get));
      one.put("undefined_frames", byColumn(row.convention.metrics(), row.undefined::get));
      one.put(
          "mean_over",
          byColumn(row.convention.metrics(), metric -> row.convention.averaging(metric).label()));
      TRAITS.forEach((name, trait) -> one.put(name, trait.apply(row.convention.traits())));
      conventions.add(one);
    }
    entries.put("conventions", conventions);
    return entries;
  }

  private static <V> Map<String, V> byColumn(List<Metric> metrics, Function<Metric, V> values) {
    Map<String, V> byColumn = new LinkedHashMap<>();
    metrics.forEach(metric -> byColumn.put(metric.column(), values.apply(metric)));
    return byColumn;
  }

  String json() {
    return Json.write(entries());
  }

  /** Content of {@code passport.csv}. */
  String csv() {
    List<String> columns = new ArrayList<>(List.of("convention"));
    Stream.of(Metric.values()).map(Metric::column).forEach(columns::add);
    columns.add("mean_over");
    columns.addAll(TRAITS.keySet());
    List<List<Object>> cells = new ArrayList<>();
    for (Row row : rows) {
      List<Object> own = new ArrayList<>(List.of(row.convention.option()));
      Stream.of(Metric.values()).map(row.values::get).forEach(own::add);
      own.add(row.meanOver());
      TRAITS.values().forEach(trait -> own.add(trait.apply(row.convention.traits())));
      cells.add(own);
    }
    return CsvTable.write(columns, cells);
  }

  /** Content of {@code passport.md}: the table, and below it what differs. */
  String markdown() {
    StringBuilder text = new StringBuilder("# Metric passport\n\n");
    facts.forEach((name, value) -> text.append(format("- %s: %s\n", name, value)));
    text.append(
        Stream.of(Metric.values())
            .map(Metric::label)
            .collect(Collectors.joining(" | ", "\n| convention | ", " | mean over |\n")));
    text.append("| --- |").append(" ---: |".repeat(Metric.values().length)).append(" --- |\n");
    for (Row row : rows) {
      text.append(
              Stream.of(Metric.values())
                  .map(metric -> value(row, metric))
                  .collect(
                      Collectors.joining(
                          " | ", "| " + row.convention.option() + " | ", " | " + row.meanOver())))
          .append(" |\n");
    }
    text.append('\n').append(ONE_COLUMN).append('\n');
    for (Row row : rows) {
      text.append(format("\n## %s\n\n", row.convention.option()));
      TRAITS.forEach(
          (name, trait) ->
              text.append(format("- %s: %s\n", name, trait.apply(row.convention.traits()))));
      text.append(format("- mean over: %s\n", row.meanOver()));
      String undefined = undefined(row);
      text.append(undefined.isEmpty() ? "" : format("- undefined: %s\n", undefined));
    }
    return text.toString();
  }

  /** The table for the console. */
  String text() {
    StringBuilder text = new StringBuilder(format("\n%-14s", "convention"));
    for (Metric metric : Metric.values()) {
      text.append(format("  %9s", metric.label()));
    }
    text.append("  mean over\n");
    for (Row row : rows) {
      text.append(format("%-14s", row.convention.option()));
      for (Metric metric : Metric.values()) {
        text.append(format("  %9s", value(row, metric)));
      }
      text.append("  ").append(row.meanOver()).append('\n');
    }
    for (Row row : rows) {
      String undefined = undefined(row);
      text.append(
          undefined.isEmpty()
              ? ""
              : format("%s undefined: %s\n", row.convention.option(), undefined));
    }
    return text.append("Sources and differences: passport.md\n").toString();
  }

  private static String value(Row row, Metric metric) {
    Double value = row.values.get(metric);
    return value == null ? "-" : format("%.4f", value);
  }

  /** Metrics that have a value for some frames only. */
  private static String undefined(Row row) {
    return row.undefined.entrySet().stream()
        .filter(entry -> entry.getValue() > 0 && row.values.containsKey(entry.getKey()))
        .map(entry -> format("%s in %d frames", entry.getKey().label(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
