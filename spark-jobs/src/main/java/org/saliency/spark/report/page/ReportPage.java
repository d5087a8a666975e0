package org.saliency.spark.report.page;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes a report as one HTML page that contains its style, charts and pictures. */
public final class ReportPage {

  private static final String FOLDER = "org/saliency/spark/report/page/";

  private ReportPage() {}

  /** The page as HTML. The templates escape every text. */
  public static String of(Report report) {
    Mustache template = new DefaultMustacheFactory(FOLDER).compile("report.mustache");
    StringWriter html = new StringWriter();
    template.execute(html, List.<Object>of(Map.of("style", style()), new PageView(report)));
    return html.toString();
  }

  private static String style() {
    try (InputStream stream = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
