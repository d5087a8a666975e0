package org.saliency.spark.report.page;

import java.util.List;
import org.saliency.spark.results.Scores;

/**
 * Content of a page.
 *
 * @param methods the scores of each method, measured on the same videos by the same profile; the
 *     first is the one that the page is about
 * @param warnings what readers must know before they trust the figures
 * @param frames the frames that are shown
 */
public record Report(List<Scores> methods, List<String> warnings, ShownFrames frames) {

  public Report {
    methods = List.copyOf(methods);
    warnings = List.copyOf(warnings);
  }

  /**
   * Frames on the page.
   *
   * @param worst frames with the lowest CC, lowest first
   * @param best frames with the highest CC, highest first
   * @param samples sample frames, grouped by video
   * @param notes what could not be shown, with the reason
   */
  public record ShownFrames(
      List<ShownFrame> worst, List<ShownFrame> best, List<ShownFrame> samples, List<String> notes) {

    public ShownFrames {
      worst = List.copyOf(worst);
      best = List.copyOf(best);
      samples = List.copyOf(samples);
      notes = notes.stream().distinct().toList();
    }
  }

  Scores main() {
    return methods.get(0);
  }

  boolean compares() {
    return methods.size() > 1;
  }
}
