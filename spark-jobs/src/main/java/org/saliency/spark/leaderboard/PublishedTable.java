package org.saliency.spark.leaderboard;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.spark.results.CsvTable;

/**
 * The means of a published table: a CSV file with the column {@code method} and one column for each
 * metric, named as in our tables or by its usual name ({@code auc_judd}, {@code AUC-Judd}, {@code
 * AUC-J}).
 */
final class PublishedTable {

  private static final String METHOD = "method";

  private PublishedTable() {}

  /**
   * Reads a table.
   *
   * @param metrics that every method needs
   * @return means by method, in the order of the table
   * @throws UserException when the table cannot be ranked by these metrics
   */
  static Map<String, Map<Metric, Double>> parse(String text, String path, List<Metric> metrics) {
    CsvTable table = CsvTable.parse(text, path, List.of(METHOD));
    Map<Metric, String> columns = columns(table, path);
    for (Metric metric : metrics) {
      if (!columns.containsKey(metric)) {
        throw UserException.input(
            "Missing column '%s' in table %s: add it, or choose other metrics with --metrics",
            metric.column(), path);
      }
    }
    Map<String, Map<Metric, Double>> methods = new LinkedHashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      Map<Metric, Double> means = new EnumMap<>(Metric.class);
      for (Metric metric : metrics) {
        means.put(metric, number(table, row, columns.get(metric), path));
      }
      String method = table.text(row, METHOD).strip();
      if (methods.put(method, means) != null) {
        throw UserException.input(
            "Duplicate method '%s' in table %s, row %d: give each method once",
            method, path, row + 1);
      }
    }
    if (methods.size() < 2) {
      throw UserException.input(
          "Table %s has %s: a ranking needs at least two",
          path, methods.isEmpty() ? "no methods" : "one method");
    }
    return methods;
  }

  private static double number(CsvTable table, int row, String column, String path) {
    double value = table.number(row, column);
    if (!Double.isFinite(value)) {
      throw UserException.input(
          "Invalid %s '%s' in table %s, row %d: expected a finite number",
          column, table.text(row, column), path, row + 1);
    }
    return value;
  }

  private static Map<Metric, String> columns(CsvTable table, String path) {
    Map<Metric, String> columns = new EnumMap<>(Metric.class);
    List<String> unknown = new ArrayList<>();
    for (String column : table.columns()) {
      if (METHOD.equals(column)) {
        continue;
      }
      Optional<Metric> metric = find(column == null ? "" : column);
      if (metric.isEmpty()) {
        unknown.add(column == null ? "" : column);
      } else if (columns.put(metric.get(), column) != null) {
        throw UserException.input(
            "Duplicate column for metric '%s' in table %s: keep one", metric.get().column(), path);
      }
    }
    if (!unknown.isEmpty()) {
      throw UserException.input(
          "Unknown columns in table %s: '%s'; expected method and metrics of %s",
          path,
          String.join("', '", unknown),
          Stream.of(Metric.values()).map(Metric::column).collect(Collectors.joining(", ")));
    }
    return columns;
  }

  private static Optional<Metric> find(String column) {
    String name = plain(column);
    return Stream.of(Metric.values())
        .filter(
            metric ->
                plain(metric.column()).equals(name)
                    || plain(metric.label()).equals(name)
                    || (metric == Metric.AUC_JUDD && name.equals("aucj")))
        .findFirst();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
