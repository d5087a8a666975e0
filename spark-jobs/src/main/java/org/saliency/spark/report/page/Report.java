package org.saliency.spark.report.page;

import java.util.List;
import org.saliency.spark.results.Scores;

/**
 * What a page says.
 *
 * @param methods the scores of each method, measured on the same videos by the same profile; the
 *     first is the one that the page is about
 * @param warnings what a reader has to know before trusting the figures
 * @param frames the frames that are shown
 */
public record Report(List<Scores> methods, List<String> warnings, ShownFrames frames) {

  public Report {
    methods = List.copyOf(methods);
    warnings = List.copyOf(warnings);
  }

  /**
   * The frames that are shown.
   *
   * @param worst those with the lowest CC, the lowest first
   * @param best those with the highest CC, the highest first
   * @param samples some of some videos, by video
   * @param notes what could not be shown, and why
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
