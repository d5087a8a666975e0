package org.saliency.spark.report.page;

import java.util.List;
import org.saliency.spark.results.Scores;

/** The names of the methods with the colours that they have in the charts. */
final class MethodKey {

  private MethodKey() {}

  /** The name of a method by its place on the page; alone it needs no colour. */
  static String label(List<Scores> methods, int method) {
    String name = Html.text(methods.get(method).name());
    return methods.size() == 1
        ? name
        : "<span class=\"swatch\" style=\"background:%s\"></span>%s"
            .formatted(Palette.code(method), name);
  }

  /** All of them; nothing when there is but one. */
  static String html(List<Scores> methods) {
    if (methods.size() == 1) {
      return "";
    }
    StringBuilder html = new StringBuilder("<ul class=\"key\">\n");
    for (int i = 0; i < methods.size(); i++) {
      html.append("<li>").append(label(methods, i)).append("</li>\n");
    }
    return html.append("</ul>\n").toString();
  }
}
