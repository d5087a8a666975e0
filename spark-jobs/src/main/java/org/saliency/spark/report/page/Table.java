package org.saliency.spark.report.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.saliency.metric.Metric;
import org.saliency.statistics.Interval;

/**
 * A table of the page, as {@code table.mustache} shows it.
 *
 * @param title for screen readers
 * @param columns headings, from left to right
 * @param bodies groups of rows
 */
record Table(String title, List<Column> columns, List<Body> bodies) {

  /**
   * The heading of a column.
   *
   * @param isName whether the column holds names, which are aligned to the left
   * @param arrow points to better values; null for columns that are not metrics
   * @param better {@code higher} or {@code lower}; null for columns that are not metrics
   */
  record Column(String label, boolean isName, String arrow, String better) {

    static Column name(String label) {
      return new Column(label, true, null, null);
    }

    static Column count(String label) {
      return new Column(label, false, null, null);
    }

    static Column metric(Metric metric) {
      return new Column(
          metric.label(), false, metric.higherIsBetter() ? "↑" : "↓", Table.better(metric));
    }
  }

  /** Rows that belong together. */
  record Body(List<Row> rows) {}

  /** Cells from left to right. */
  record Row(List<Cell> cells) {

    @SafeVarargs
    static Row of(Stream<Cell>... cells) {
      return new Row(Stream.of(cells).flatMap(part -> part).toList());
    }
  }

  /**
   * A cell.
   *
   * @param text its content; null for a value that is not defined
   * @param scope of a heading: {@code row}; null for other cells
   * @param swatch colour shown before the text; null for none
   * @param cssClass class of a cell that is not a heading; null for none
   * @param isBest whether the value is the best of those compared
   * @param detail shown small after the text; null for none
   * @param number by which rows are sorted; empty if it is not defined, null for texts
   * @param video that a heading names; null for other cells
   */
  record Cell(
      String text,
      String scope,
      String swatch,
      String cssClass,
      boolean isBest,
      String detail,
      String number,
      String video) {

    boolean isNumber() {
      return number != null;
    }

    static Cell video(String name) {
      return new Cell(name, "row", null, null, false, null, null, name);
    }

    static Cell method(String name, String swatch) {
      return new Cell(name, "row", swatch, null, false, null, null, null);
    }

    /** The name of a method in a row that another cell heads. */
    static Cell methodName(String name, String swatch) {
      return new Cell(name, null, swatch, "name", false, null, null, null);
    }

    static Cell name(String text) {
      return new Cell(text, null, null, "name", false, null, null, null);
    }

    static Cell count(long count) {
      return number(String.format(Locale.ROOT, "%,d", count), count);
    }

    static Cell number(String text, double number) {
      return new Cell(text, null, null, null, false, null, String.valueOf(number), null);
    }

    private static Cell value(Double value, boolean isBest, Optional<Interval> interval) {
      return new Cell(
          value == null ? null : text(value),
          null,
          null,
          isBest ? "best" : null,
          isBest,
          interval.map(ends -> text(ends.low()) + " to " + text(ends.high())).orElse(null),
          value == null ? "" : String.valueOf(value),
          null);
    }

    private static String text(double value) {
      String text = String.format(Locale.ROOT, "%.3f", value);
      return text.equals("-0.000") ? "0.000" : text.replace('-', '\u2212');
    }
  }

  static String better(Metric metric) {
    return metric.higherIsBetter() ? "higher" : "lower";
  }

  /**
   * A cell for each metric; the best value is marked when there is more than one row to compare.
   *
   * @param compared values of the rows compared, including this row's own
   * @param intervals of the values, as far as they have any
   */
  static Stream<Cell> values(
      List<Metric> metrics,
      Map<Metric, Double> own,
      List<Map<Metric, Double>> compared,
      Map<Metric, Interval> intervals) {
    return metrics.stream()
        .map(
            metric -> {
              Double value = own.get(metric);
              boolean isBest =
                  compared.size() > 1
                      && value != null
                      && value.equals(best(metric, compared).orElse(null));
              return Cell.value(value, isBest, Optional.ofNullable(intervals.get(metric)));
            });
  }

  private static Optional<Double> best(Metric metric, List<Map<Metric, Double>> rows) {
    Stream<Double> values = rows.stream().map(row -> row.get(metric)).filter(Objects::nonNull);
    return metric.higherIsBetter() ? values.max(Double::compare) : values.min(Double::compare);
  }
}
