package org.saliency.dataset.inspection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.saliency.storage.Text;

/**
 * What a data set holds and what is wrong with it.
 *
 * @param path of the data set
 * @param layout its name
 * @param reason why this layout was taken
 * @param videos number of videos, unreadable ones included
 * @param frames number of frames of the readable videos
 * @param videosWithMaps number of videos with ground-truth maps
 * @param videosWithFixations number of videos with fixations
 * @param sizes number of videos of each frame size
 * @param frameRates number of video files of each frame rate, in frames per second
 * @param sampled number of frames whose pictures and ground truth were read
 * @param fixationsPerFrame mean over the sampled frames with fixations; null without any
 * @param blur width of the Gaussian of the maps; null if no sampled frame has map and fixations
 * @param problems what is wrong
 */
public record Inspection(
    String path,
    String layout,
    String reason,
    int videos,
    long frames,
    int videosWithMaps,
    int videosWithFixations,
    Map<String, Integer> sizes,
    Map<String, Integer> frameRates,
    int sampled,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double fixationsPerFrame,
    @JsonInclude(JsonInclude.Include.NON_NULL) Blur blur,
    List<Problem> problems) {

  /** Number of problems shown as text; JSON has all. */
  private static final int SHOWN = 50;

  /**
   * Standard deviations of the Gaussian, as shares of the map's width.
   *
   * @param median over the sampled frames
   * @param correlation median correlation of the maps with the blurred fixations; below 0.9 the
   *     maps were made in another way, or of other fixations
   */
  public record Blur(double median, double lowest, double highest, double correlation) {

    private String text() {
      return format(
          "sigma %.2f %% of the width (%.2f to %.2f), correlation %.3f",
          100 * median, 100 * lowest, 100 * highest, correlation);
    }
  }

  /** How bad a problem is. */
  public enum Severity {
    /** Training or evaluation stops at it, or gives wrong results. */
    ERROR,
    /** Results are defined, but may surprise. */
    WARNING
  }

  /**
   * A problem of a video.
   *
   * @param video its name; empty for the whole data set
   */
  public record Problem(Severity severity, String video, String message) {

    private String text() {
      boolean isNamed = video.isEmpty() || message.contains("'" + video + "'");
      return Text.printable(isNamed ? message : "video '" + video + "': " + message);
    }
  }

  /** Whether any problem is an error. */
  public boolean hasErrors() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** The inspection for a person to read. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(line("data set", path));
    lines.add(line("layout", layout + " (" + reason + ")"));
    lines.add(line("videos", videos + ", of " + Text.count(frames, "frame")));
    lines.add(
        line(
            "ground truth",
            Text.count(videosWithMaps, "video")
                + " with maps, "
                + videosWithFixations
                + " with fixations"));
    lines.add(line("frame sizes", counts(sizes)));
    if (!frameRates.isEmpty()) {
      lines.add(line("frames/s", counts(frameRates)));
    }
    lines.add(line("read", Text.count(sampled, "frame") + " with their ground truth"));
    if (fixationsPerFrame != null) {
      lines.add(line("fixations", format("%.1f a frame (mean)", fixationsPerFrame)));
    }
    if (blur != null) {
      lines.add(line("blur width", blur.text()));
    }
    problems.stream()
        .limit(SHOWN)
        .forEach(
            problem ->
                lines.add(
                    line(problem.severity().name().toLowerCase(Locale.ROOT), problem.text())));
    if (problems.size() > SHOWN) {
      lines.add(line("", Text.count(problems.size() - SHOWN, "more problem") + ", see --json"));
    }
    if (problems.isEmpty()) {
      lines.add(line("problems", "none"));
    }
    return lines.stream().map(text -> text + System.lineSeparator()).collect(Collectors.joining());
  }

  private static String line(String name, String value) {
    return format("%-14s%s", name, value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static String counts(Map<String, Integer> counts) {
    return counts.size() == 1
        ? counts.keySet().iterator().next()
        : counts.entrySet().stream()
            .map(entry -> entry.getKey() + " (" + Text.count(entry.getValue(), "video") + ")")
            .collect(Collectors.joining(", "));
  }
}
