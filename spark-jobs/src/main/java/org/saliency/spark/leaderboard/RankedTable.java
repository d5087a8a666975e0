package org.saliency.spark.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.saliency.metric.Metric;

/**
 * A ranking as Markdown and LaTeX, for papers and web pages.
 *
 * @param metrics that determine the ranks
 * @param rows by rank
 */
record RankedTable(List<Metric> metrics, List<Row> rows) {

  /** LaTeX's special characters, the backslash first. */
  private static final List<List<String>> LATEX =
      List.of(
          List.of("\\", "\0"),
          List.of("{", "\\{"),
          List.of("}", "\\}"),
          List.of("\0", "\\textbackslash{}"),
          List.of("&", "\\&"),
          List.of("%", "\\%"),
          List.of("$", "\\$"),
          List.of("#", "\\#"),
          List.of("_", "\\_"),
          List.of("~", "\\textasciitilde{}"),
          List.of("^", "\\textasciicircum{}"));

  /**
   * A method.
   *
   * @param values of the metrics, in their order
   * @param places in the metrics, in their order
   * @param points null without any
   */
  record Row(
      int rank,
      String name,
      List<Double> values,
      List<Integer> places,
      double meanPlace,
      Double points) {}

  private boolean hasPoints() {
    return rows.stream().anyMatch(row -> row.points() != null);
  }

  private List<String> header() {
    List<String> header = new ArrayList<>(List.of("rank", "method"));
    metrics.forEach(metric -> header.add(metric.label()));
    header.add("mean place");
    if (hasPoints()) {
      header.add("points");
    }
    return header;
  }

  /** Content of {@code leaderboard.md}: places in parentheses, the best values in bold. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(header().stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    text.append(
        header().stream()
            .map(column -> column.equals("method") ? "---" : "---:")
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    for (Row row : rows) {
      text.append(
          cells(row, markdown(row.name()), "**%s**").stream()
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.toString();
  }

  /** Content of {@code leaderboard.tex}: a {@code tabular} with rules of package booktabs. */
  String latex() {
    StringBuilder text = new StringBuilder();
    text.append("% needs \\usepackage{booktabs}\n");
    text.append("\\begin{tabular}{rl").append("r".repeat(header().size() - 2)).append("}\n");
    text.append("\\toprule\n").append(String.join(" & ", header())).append(" \\\\\n\\midrule\n");
    for (Row row : rows) {
      text.append(String.join(" & ", cells(row, latex(row.name()), "\\textbf{%s}")));
      text.append(" \\\\\n");
    }
    return text.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  private List<String> cells(Row row, String name, String bold) {
    List<String> cells = new ArrayList<>(List.of(String.valueOf(row.rank()), name));
    for (int i = 0; i < metrics.size(); i++) {
      String value = format("%.4f", row.values().get(i));
      int place = row.places().get(i);
      cells.add((place == 1 ? format(bold, value) : value) + " (" + place + ")");
    }
    cells.add(format("%.2f", row.meanPlace()));
    if (hasPoints()) {
      cells.add(row.points() == null ? "" : String.valueOf(row.points()));
    }
    return cells;
  }

  private static String markdown(String name) {
    return name.replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1").replaceAll("\\s+", " ");
  }

  private static String latex(String name) {
    String text = name.replaceAll("\\s+", " ");
    for (List<String> pair : LATEX) {
      text = text.replace(pair.get(0), pair.get(1));
    }
    return text;
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
