package org.saliency.spark.report.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.saliency.metric.Metric;
import org.saliency.spark.results.Scores;

/** The metrics of each video: a chart of each metric, and the figures. */
final class VideoSection {

  /** Charts shrink to this before they scroll, so that their labels stay readable. */
  private static final int LEAST_SCALE_PERCENT = 65;

  private VideoSection() {}

  static String html(Report report) {
    return """
        <section>
        <h2>Videos</h2>
        %s%s<h3>All figures</h3>
        %s</section>
        """
        .formatted(MethodKey.html(report.methods()), charts(report), table(report));
  }

  private static String charts(Report report) {
    return report.main().profile().metrics().stream()
        .filter(
            metric -> report.methods().stream().anyMatch(own -> own.means().containsKey(metric)))
        .map(metric -> chart(metric, MetricChart.of(metric, report.methods())))
        .collect(Collectors.joining());
  }

  private static String chart(Metric metric, Picture chart) {
    return """
        <figure class="chart">
        <figcaption>%s <span class="hint">%s is better</span></figcaption>
        <div class="scroll" tabindex="0" role="region" aria-label="Chart of %s">\
        <img src="%s" width="%d" height="%d" style="min-width:%dpx" alt="%s"></div>
        </figure>
        """
        .formatted(
            Html.text(chart.title()),
            metric.higherIsBetter() ? "higher" : "lower",
            Html.text(chart.title()),
            chart.dataUri(),
            chart.width(),
            chart.height(),
            chart.width() * LEAST_SCALE_PERCENT / 100,
            Html.text(chart.description()));
  }

  private static String table(Report report) {
    MetricTable table =
        new MetricTable(
            report.main().profile().metrics(),
            "Metrics of each video",
            report.compares() ? List.of("Video", "Method") : List.of("Video"),
            List.of("Frames"));
    for (Scores.Video video : report.main().videos()) {
      table.add("<tbody>\n");
      addRows(table, report.methods(), video.name());
      table.add("</tbody>\n");
    }
    return table.close();
  }

  /** A row for each method; the video's name spans them. */
  private static void addRows(MetricTable table, List<Scores> methods, String video) {
    List<Scores.Video> rows =
        methods.stream().map(method -> method.video(video)).flatMap(Optional::stream).toList();
    List<Map<Metric, Double>> means = rows.stream().map(Scores.Video::means).toList();
    for (int i = 0; i < rows.size(); i++) {
      table.add("<tr>");
      if (i == 0) {
        table.add(
            "<th scope=\"%s\" rowspan=\"%d\">%s</th>"
                .formatted(rows.size() > 1 ? "rowgroup" : "row", rows.size(), Html.text(video)));
      }
      if (rows.size() > 1) {
        table.add("<th scope=\"row\">%s</th>".formatted(MethodKey.label(methods, i)));
      }
      table.add("<td>%,d</td>".formatted(rows.get(i).frames())).endRow(means.get(i), means);
    }
  }
}
