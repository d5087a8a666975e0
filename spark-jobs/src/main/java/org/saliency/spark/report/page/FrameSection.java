package org.saliency.spark.report.page;

import java.util.List;
import org.saliency.drawing.HeatMap;

/** The frames that are shown, with their maps. */
final class FrameSection {

  private FrameSection() {}

  static String html(Report.ShownFrames frames) {
    StringBuilder html = new StringBuilder("<section>\n<h2>Frames</h2>\n");
    html.append(ReportPage.notes(frames.notes()));
    if (!frames.samples().isEmpty() || !frames.worst().isEmpty()) {
      html.append(explanation());
    }
    html.append(extremes("Lowest CC", frames.worst()));
    html.append(extremes("Highest CC", frames.best()));
    String video = null;
    for (ShownFrame frame : frames.samples()) {
      if (!frame.video().equals(video)) {
        video = frame.video();
        html.append("<h3>%s</h3>%n".formatted(Html.text(video)));
      }
      html.append(frame(frame.caption(), frame.pictures()));
    }
    return html.append("</section>\n").toString();
  }

  private static String explanation() {
    return """
        <p class="hint">Maps lie over the frame at half strength, each in the scale of its own \
        maximum: <span class="nowrap">low<span class="scale" \
        style="background:linear-gradient(to right,%s)"></span>high</span>. \
        <span class="dot"></span> marks a fixation.</p>
        """
        .formatted(String.join(",", HeatMap.scale()));
  }

  private static String extremes(String title, List<ShownFrame> frames) {
    if (frames.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder();
    html.append("<h3>%s</h3>%n".formatted(Html.text(title)));
    html.append("<p class=\"hint\">One frame of a video at most.</p>\n");
    frames.forEach(
        frame -> html.append(frame(frame.video() + ", " + frame.caption(), frame.pictures())));
    return html.toString();
  }

  private static String frame(String caption, List<Picture> pictures) {
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"frame\">\n<p>%s</p>%n".formatted(Html.text(caption)));
    html.append("<div class=\"pictures\">\n");
    pictures.forEach(picture -> html.append(figure(picture)));
    return html.append("</div>\n</div>\n").toString();
  }

  private static String figure(Picture picture) {
    return """
        <figure><img src="%s" width="%d" height="%d" alt="%s"><figcaption>%s</figcaption></figure>
        """
        .formatted(
            picture.dataUri(),
            picture.width(),
            picture.height(),
            Html.text(picture.description()),
            Html.text(picture.title()));
  }
}
