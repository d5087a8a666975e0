package org.saliency.spark.report.page;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/**
 * Writes a report as one HTML page that contains its style, scripts, figures and pictures, and
 * forbids itself to ask for anything else.
 */
public final class ReportPage {

  private static final String FOLDER = "org/saliency/spark/report/page/";

  private ReportPage() {}

  /** The page as HTML. The templates escape every text, {@link PageCode#json} the figures. */
  public static String of(Report report) {
    Mustache template = new DefaultMustacheFactory(FOLDER).compile("report.mustache");
    StringWriter html = new StringWriter();
    Map<String, String> code =
        Map.of(
            "style", PageCode.style(),
            "chartLibrary", PageCode.chartLibrary(),
            "script", PageCode.script());
    Standings standings = Standings.of(report.methods());
    template.execute(
        html,
        List.<Object>of(code, new PageView(report, standings), new PageFigures(report, standings)));
    return html.toString();
  }
}
