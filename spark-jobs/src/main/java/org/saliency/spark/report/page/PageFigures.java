package org.saliency.spark.report.page;

import java.util.List;
import java.util.Locale;
import org.saliency.spark.results.Scores;
import org.saliency.storage.Text;

/** The figures and pictures of a report in the terms of {@code report.mustache}. */
final class PageFigures {

  private final Report report;
  private final PageData figures;

  PageFigures(Report report, Standings standings) {
    this.report = report;
    this.figures = PageData.of(report, standings);
  }

  /** The pictures of the video with an index, as JSON. */
  record Pictures(int video, String json) {}

  boolean hasAreas() {
    return !figures.areas().isEmpty();
  }

  boolean hasSlices() {
    return !figures.slices().isEmpty();
  }

  /** Whether there are values or pictures of frames. */
  boolean hasFrames() {
    return figures.hasFrames();
  }

  /** Frames whose maps the mean maps are made of; null without any. */
  String meanFrames() {
    return report.frames().mean().map(mean -> Text.count(mean.frames(), "frame")).orElse(null);
  }

  /** Says that only some frames are shown; null if all are. */
  String step() {
    int step = figures.step();
    return step == 1
        ? null
        : String.format(
            Locale.ROOT, "Of this many frames, the page holds every %s.", ordinal(step));
  }

  private static String ordinal(int number) {
    String end =
        number % 100 / 10 == 1
            ? "th"
            : number % 10 == 1 ? "st" : number % 10 == 2 ? "nd" : number % 10 == 3 ? "rd" : "th";
    return number + end;
  }

  /** The figures as JSON. */
  String data() {
    return PageCode.json(figures);
  }

  /** Pictures of the videos that have any. */
  List<Pictures> pictures() {
    List<String> videos = report.main().videos().stream().map(Scores.Video::name).toList();
    return PictureBudget.fit(report.frames().pictures(), PictureBudget.MAX_CHARACTERS).stream()
        .filter(pictures -> !pictures.frames().isEmpty())
        .map(
            pictures ->
                new Pictures(
                    videos.indexOf(pictures.video()), PageCode.json(PictureData.of(pictures))))
        .toList();
  }
}
