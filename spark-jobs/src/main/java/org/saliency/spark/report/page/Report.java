package org.saliency.spark.report.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.spark.results.FrameScores;
import org.saliency.spark.results.Scores;

/**
 * Content of a page.
 *
 * @param methods the scores of each method, measured on the same videos by the same profile; the
 *     first is the one that the page is about
 * @param warnings what readers must know before they trust the figures
 * @param attributes of videos: values by name of the attribute and video
 * @param frames values and pictures of frames
 */
public record Report(
    List<Scores> methods,
    List<String> warnings,
    Map<String, Map<String, String>> attributes,
    Frames frames) {

  public Report {
    methods = List.copyOf(methods);
    warnings = List.copyOf(warnings);
  }

  /**
   * Values and pictures of frames.
   *
   * @param scores of each method's frames; empty for methods whose table is missing
   * @param pictures of each video that has any
   * @param mean maps over frames; empty without any map
   * @param areas shares of the attention in areas of interest
   * @param measures of videos, by name of the measure and video: motion, cuts and the like
   * @param notes what could not be shown, with the reason
   */
  public record Frames(
      List<Optional<FrameScores>> scores,
      List<VideoPictures> pictures,
      Optional<MeanMaps> mean,
      List<AreaResult> areas,
      Map<String, Map<String, Double>> measures,
      List<String> notes) {

    public Frames {
      scores = List.copyOf(scores);
      pictures = List.copyOf(pictures);
      areas = List.copyOf(areas);
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
