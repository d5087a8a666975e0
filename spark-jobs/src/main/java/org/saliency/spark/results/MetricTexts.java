package org.saliency.spark.results;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.VideoMetrics;
import org.saliency.statistics.Interval;
import org.saliency.storage.Text;

/**
 * The means of videos and of the data set as text, with 95 % intervals of the latter.
 *
 * @param metrics in column order
 * @param coverage of the measurement
 * @param notes about the measurement
 */
public record MetricTexts(List<Metric> metrics, Coverage coverage, MeasurementNotes notes) {

  private static final String MISSING_HEADING = "missing";

  /**
   * The table, with a column of missing frames if there are any, followed by the number of frames
   * without a value of each metric and by the warnings, if there are any.
   */
  public String table(List<VideoMetrics> videos, DatasetMetrics all) {
    List<String> unmeasured = unmeasured(videos);
    int width =
        Stream.concat(videos.stream().map(VideoMetrics::video), unmeasured.stream())
            .mapToInt(video -> Text.printable(video).length())
            .reduce(8, Math::max);
    StringBuilder text = new StringBuilder();
    text.append(format("%-" + width + "s  %7s", "video", "frames"));
    metrics.forEach(metric -> text.append(format("  %9s", metric.label())));
    text.append(hasMissing() ? "  " + MISSING_HEADING : "").append('\n');
    for (VideoMetrics video : videos) {
      text.append(line(width, video.video(), video.frames(), video.means()));
      text.append(missing(coverage.missing().byVideo().getOrDefault(video.video(), 0L)));
    }
    for (String video : unmeasured) {
      text.append(line(width, video, 0, Map.of()));
      text.append(missing(coverage.missing().byVideo().get(video)));
    }
    text.append(line(width, "all", all.frames(), all.means()));
    text.append(missing(coverage.missing().frames()));
    text.append(intervals(width, MetricTables.intervals(videos)));
    if (notes.truthSigma() != null) {
      text.append("ground-truth maps: ").append(notes.truthMaps()).append('\n');
    }
    String undefined = undefined(all.undefinedFrames());
    if (!undefined.isEmpty()) {
      text.append("undefined: ").append(undefined).append('\n');
    }
    Caveats.of(all.undefinedFrames(), coverage, notes)
        .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.toString();
  }

  /** Numbers of frames without a value, such as {@code AUC-Judd in 3 frames}; may be empty. */
  static String undefined(Map<Metric, Long> frames) {
    return frames.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> entry.getKey().label() + " in " + Text.count(entry.getValue(), "frame"))
        .collect(Collectors.joining(", "));
  }

  /** Two lines with the ends of the intervals of the means; empty with too few videos. */
  private String intervals(int width, Map<Metric, Interval> intervals) {
    return intervals.isEmpty()
        ? ""
        : ends(width, "95% from", intervals, Interval::low)
            + ends(width, "95% to", intervals, Interval::high);
  }

  private String ends(
      int width, String name, Map<Metric, Interval> intervals, Function<Interval, Double> end) {
    return metrics.stream()
        .map(intervals::get)
        .map(interval -> interval == null ? "        -" : format("%9.4f", end.apply(interval)))
        .collect(Collectors.joining("  ", format("%-" + width + "s  %7s  ", name, ""), "\n"));
  }

  private boolean hasMissing() {
    return coverage.missing().frames() > 0;
  }

  /** Videos that are left out because they have no map. */
  private List<String> unmeasured(List<VideoMetrics> videos) {
    List<String> measured = videos.stream().map(VideoMetrics::video).toList();
    return coverage.missing().byVideo().keySet().stream()
        .filter(video -> !measured.contains(video))
        .toList();
  }

  private String missing(long frames) {
    return hasMissing() ? format("  %" + MISSING_HEADING.length() + "d\n", frames) : "\n";
  }

  private String line(int width, String name, long frames, Map<Metric, Double> means) {
    return metrics.stream()
        .map(means::get)
        .map(value -> value == null ? "        -" : format("%9.4f", value))
        .collect(
            Collectors.joining(
                "  ", format("%-" + width + "s  %7d  ", Text.printable(name), frames), ""));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
