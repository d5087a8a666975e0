package org.saliency.spark.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.saliency.spark.results.Scores;

/**
 * Writes a report as one HTML page that needs nothing else: style, charts and pictures are in it.
 */
public final class ReportPage {

  private final Report report;

  private ReportPage(Report report) {
    this.report = report;
  }

  /** The page. */
  public static String of(Report report) {
    return new ReportPage(report).html();
  }

  private String html() {
    Scores main = report.main();
    String title = "Video saliency: " + main.name();
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <header>
        <h1>%s</h1>
        <p class="lead">%s</p>
        %s</header>
        <main>
        %s%s%s%s</main>
        </body>
        </html>
        """
        .formatted(
            Html.text(title),
            style(),
            Html.text(title),
            lead(),
            notes(report.warnings()),
            RunSection.html(report),
            ResultsSection.html(report),
            VideoSection.html(report),
            FrameSection.html(report.frames()));
  }

  private String lead() {
    Scores main = report.main();
    long frames = main.videos().stream().mapToLong(Scores.Video::frames).sum();
    return Html.text(
        "%s, %s, measured with the profile %s%s"
            .formatted(
                Html.count(main.videos().size(), "video"),
                Html.count(frames, "frame"),
                main.profile().option(),
                report.compares()
                    ? ", compared with " + Html.count(report.methods().size() - 1, "other method")
                    : ""));
  }

  /** A list of remarks; nothing without any. */
  static String notes(List<String> notes) {
    return notes.isEmpty()
        ? ""
        : notes.stream()
            .map(note -> "<li>" + Html.text(note) + "</li>\n")
            .collect(Collectors.joining("", "<ul class=\"notes\">\n", "</ul>\n"));
  }

  private static String style() {
    try (InputStream stream = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
