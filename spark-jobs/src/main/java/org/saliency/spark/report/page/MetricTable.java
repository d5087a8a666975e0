package org.saliency.spark.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.saliency.metric.Metric;

/** A table with a column for each metric, and others before them. */
final class MetricTable {

  private final List<Metric> metrics;
  private final StringBuilder html = new StringBuilder();

  /**
   * Opens the table.
   *
   * @param title says what it holds
   * @param names headings of the columns of names
   * @param counts headings of the columns of counts, which follow
   */
  MetricTable(List<Metric> metrics, String title, List<String> names, List<String> counts) {
    this.metrics = metrics;
    html.append(
        """
        <div class="scroll" tabindex="0" role="region" aria-label="%1$s">
        <table>
        <caption class="hidden">%1$s</caption>
        <thead><tr>"""
            .formatted(Html.text(title)));
    names.forEach(name -> html.append("<th scope=\"col\" class=\"name\">%s</th>".formatted(name)));
    counts.forEach(count -> html.append("<th scope=\"col\">%s</th>".formatted(count)));
    metrics.forEach(metric -> html.append(heading(metric)));
    html.append("</tr></thead>\n");
  }

  private static String heading(Metric metric) {
    return """
        <th scope="col">%s <span aria-hidden="true">%s</span>\
        <span class="hidden">, %s is better</span></th>"""
        .formatted(
            Html.text(metric.label()),
            metric.higherIsBetter() ? "↑" : "↓",
            metric.higherIsBetter() ? "higher" : "lower");
  }

  /** Adds HTML as it is: bodies, rows and the cells before the metrics. */
  MetricTable add(String cells) {
    html.append(cells);
    return this;
  }

  /**
   * Adds the metrics of one row and closes it; the best of those that are compared is marked.
   *
   * @param compared values of the rows that compete, the row's own among them
   */
  MetricTable endRow(Map<Metric, Double> own, List<Map<Metric, Double>> compared) {
    for (Metric metric : metrics) {
      Double value = own.get(metric);
      boolean isBest =
          compared.size() > 1 && value != null && value.equals(best(metric, compared).orElse(null));
      html.append(isBest ? "<td class=\"best\">" : "<td>")
          .append(Html.number(value))
          .append(isBest ? "<span class=\"hidden\"> best</span></td>" : "</td>");
    }
    html.append("</tr>\n");
    return this;
  }

  private static Optional<Double> best(Metric metric, List<Map<Metric, Double>> rows) {
    Comparator<Double> worstFirst =
        metric.higherIsBetter() ? Comparator.naturalOrder() : Comparator.reverseOrder();
    return rows.stream().map(row -> row.get(metric)).filter(Objects::nonNull).max(worstFirst);
  }

  /** Closes the table. */
  String close() {
    return html.append("</table>\n</div>\n").toString();
  }

  /** A remark on frames that do not define a metric; empty without any. */
  static String undefined(String method, Map<Metric, Long> frames) {
    String counts =
        frames.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getKey().label() + " in " + Html.count(entry.getValue(), "frame"))
            .collect(Collectors.joining(", "));
    return counts.isEmpty()
        ? ""
        : "<p class=\"hint\">Not defined for %s, and left out of its means: %s.</p>%n"
            .formatted(Html.text(method), Html.text(counts));
  }
}
