package org.saliency.spark.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.saliency.drawing.HeatMap;
import org.saliency.metric.Metric;
import org.saliency.spark.results.FrameScores;
import org.saliency.spark.results.PairedDifference;
import org.saliency.spark.results.Scores;

/**
 * The figures that the scripts of the page read, as JSON.
 *
 * @param metrics in the order of tables
 * @param methods in the order of the page
 * @param videos in the order of the scores
 * @param pairs of methods
 * @param slices of the videos by attributes
 * @param areas of interest
 * @param step frames from one value to the next, more than 1 if there are too many frames
 * @param values by metric, of each method: the values of all videos one after another; null for
 *     methods without any
 * @param meanMaps over frames; null without any
 * @param heat colours of the heat map
 * @param hasFrames whether there are values or pictures of frames
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PageData(
    List<MetricData> metrics,
    List<MethodData> methods,
    List<VideoData> videos,
    List<PairedDifference> pairs,
    List<Slices.Attribute> slices,
    List<AreaResult.Data> areas,
    int step,
    Map<String, List<QuantisedValues>> values,
    MeanData meanMaps,
    List<String> heat,
    boolean hasFrames) {

  /** Limit of values on a page: 4 bytes each as base64, with some to spare. */
  private static final long MAX_VALUES = 1_500_000;

  record MetricData(String column, String label, boolean higher) {}

  /**
   * A method.
   *
   * @param intervals lower and upper end by metric
   * @param rank null if the methods share no metric to rank by
   * @param floor name of the floor; null for a method
   * @param ceiling name of the ceiling; null for a method
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MethodData(
      String name,
      String colour,
      String floor,
      String ceiling,
      Integer rank,
      Double meanPlace,
      Map<String, Integer> places,
      Map<String, Double> means,
      Map<String, List<Double>> intervals,
      long frames,
      long missing) {}

  /**
   * A video.
   *
   * @param first place of its first value among those of all videos
   * @param points number of its values
   * @param means of each method by metric; null for a method without the video
   * @param frames measured frames of each method
   */
  record VideoData(
      String name, int first, int points, List<Map<String, Double>> means, List<Long> frames) {}

  /** Mean maps: one image with maps below each other, and which of them there are. */
  record MeanData(
      String maps, List<Boolean> rows, int mapHeight, int width, int height, int frames) {}

  static PageData of(Report report, Standings standings) {
    List<Metric> metrics = standings.metrics();
    List<Integer> lengths =
        report.main().videos().stream().map(video -> length(report, video.name())).toList();
    long all = lengths.stream().mapToLong(Integer::longValue).sum();
    int step =
        (int) Math.max(1, ceilDiv(all * report.methods().size() * metrics.size(), MAX_VALUES));
    List<VideoData> videos = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < lengths.size(); i++) {
      int points = (int) ceilDiv(lengths.get(i), step);
      videos.add(video(report, report.main().videos().get(i).name(), first, points));
      first += points;
    }
    Map<String, List<QuantisedValues>> values = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      List<QuantisedValues> ofMethods = new ArrayList<>();
      for (Optional<FrameScores> scores : report.frames().scores()) {
        ofMethods.add(scores.flatMap(own -> values(own, metric, videos, step)).orElse(null));
      }
      values.put(metric.column(), ofMethods);
    }
    return new PageData(
        metrics.stream()
            .map(own -> new MetricData(own.column(), own.label(), own.higherIsBetter()))
            .toList(),
        IntStream.range(0, report.methods().size())
            .mapToObj(i -> method(report.methods().get(i), i, standings))
            .toList(),
        videos,
        standings.pairs(),
        Slices.of(report.attributes(), report.frames().measures(), report.methods()),
        report.frames().areas().stream().map(AreaResult::data).toList(),
        step,
        values,
        report.frames().mean().map(PageData::mean).orElse(null),
        HeatMap.scale(),
        first > 0);
  }

  private static long ceilDiv(long amount, long part) {
    return (amount + part - 1) / part;
  }

  /** Frames of a video, from its first to the last with a value or a picture. */
  private static int length(Report report, String video) {
    int measured =
        report.frames().scores().stream()
            .flatMap(Optional::stream)
            .mapToInt(scores -> scores.length(video))
            .max()
            .orElse(0);
    int shown =
        report.frames().pictures().stream()
            .filter(pictures -> pictures.video().equals(video))
            .flatMap(pictures -> pictures.frames().stream())
            .mapToInt(frame -> frame.index() + 1)
            .max()
            .orElse(0);
    return Math.max(measured, shown);
  }

  private static VideoData video(Report report, String name, int first, int points) {
    List<Map<String, Double>> means = new ArrayList<>();
    List<Long> frames = new ArrayList<>();
    for (Scores method : report.methods()) {
      Optional<Scores.Video> own = method.video(name);
      means.add(own.map(video -> byColumn(video.means())).orElse(null));
      frames.add(own.map(Scores.Video::frames).orElse(null));
    }
    return new VideoData(name, first, points, means, frames);
  }

  private static Optional<QuantisedValues> values(
      FrameScores scores, Metric metric, List<VideoData> videos, int step) {
    double[] values = new double[videos.stream().mapToInt(VideoData::points).sum()];
    for (VideoData video : videos) {
      for (int i = 0; i < video.points(); i++) {
        values[video.first() + i] = scores.value(video.name(), metric, i * step);
      }
    }
    return QuantisedValues.of(values);
  }

  private static MethodData method(Scores scores, int index, Standings standings) {
    Map<String, List<Double>> intervals = new LinkedHashMap<>();
    standings
        .intervals()
        .get(scores.name())
        .forEach(
            (metric, ends) -> intervals.put(metric.column(), List.of(ends.low(), ends.high())));
    return new MethodData(
        scores.name(),
        Palette.code(index),
        scores.notes().floor(),
        scores.notes().ceiling(),
        standings.rank(scores).map(own -> own.place()).orElse(null),
        standings.rank(scores).map(own -> own.meanPlace()).orElse(null),
        byColumn(standings.places().get(scores.name())),
        byColumn(scores.means()),
        intervals,
        scores.frames(),
        scores.missingFrames());
  }

  private static MeanData mean(MeanMaps mean) {
    MapStack stack = mean.stack();
    int scale = 3;
    return new MeanData(
        stack.jpeg().map(Base64.getEncoder()::encodeToString).orElse(null),
        stack.rows(),
        mean.size().height(),
        scale * mean.size().width(),
        scale * mean.size().height(),
        mean.frames());
  }

  private static <V> Map<String, V> byColumn(Map<Metric, V> values) {
    Map<String, V> byColumn = new LinkedHashMap<>();
    values.forEach((metric, value) -> byColumn.put(metric.column(), value));
    return byColumn;
  }
}
