package org.saliency.spark.report.page;

import java.util.List;
import java.util.Map;
import org.saliency.metric.Metric;
import org.saliency.spark.results.Scores;

/** The means over the data set, all methods side by side. */
final class ResultsSection {

  private ResultsSection() {}

  static String html(Report report) {
    List<Scores> methods = report.methods();
    List<Map<Metric, Double>> means = methods.stream().map(Scores::means).toList();
    MetricTable table =
        new MetricTable(
            report.main().profile().metrics(),
            "Means over the data set",
            List.of("Method"),
            List.of());
    table.add("<tbody>\n");
    StringBuilder remarks = new StringBuilder();
    for (int i = 0; i < methods.size(); i++) {
      table
          .add("<tr><th scope=\"row\">%s</th>".formatted(MethodKey.label(methods, i)))
          .endRow(means.get(i), means);
      remarks.append(
          MetricTable.undefined(methods.get(i).name(), methods.get(i).undefinedFrames()));
    }
    return """
        <section>
        <h2>Results</h2>
        <p class="hint">Means over the videos, each video weighing the same. An arrow says which way \
        is better%s.</p>
        %s%s</section>
        """
        .formatted(
            report.compares() ? "; the best value of each metric is marked" : "",
            table.add("</tbody>\n").close(),
            remarks);
  }
}
