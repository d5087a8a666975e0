package org.saliency.spark.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricIntervals;
import org.saliency.spark.results.Scores;
import org.saliency.statistics.Bootstrap;
import org.saliency.statistics.Interval;

/** Means over the videos that share a value of an attribute. */
final class Slices {

  /** An attribute with more numbers than this is split into three equal parts. */
  private static final int MAX_NUMBERS = 8;

  private static final int PARTS = 3;
  private static final String WITHOUT = "(none)";

  /** Two videos for each part of a measure. */
  private static final int FEWEST_MEASURED = 6;

  private Slices() {}

  /**
   * The videos with one value of an attribute.
   *
   * @param methods means of each method by metric
   */
  record Slice(String value, int videos, List<Map<String, SliceMean>> methods) {}

  /**
   * A mean over the videos of a slice.
   *
   * @param low lower end of its interval; null with too few videos
   * @param high upper end
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SliceMean(double mean, Double low, Double high) {}

  /** An attribute and its slices. */
  record Attribute(String name, List<Slice> slices) {}

  /**
   * The slices of attributes.
   *
   * @param attributes values by name of the attribute and video
   * @param measures likewise; each is split into three parts
   */
  static List<Attribute> of(
      Map<String, Map<String, String>> attributes,
      Map<String, Map<String, Double>> measures,
      List<Scores> methods) {
    List<String> videos = methods.get(0).videos().stream().map(Scores.Video::name).toList();
    List<Attribute> all = new ArrayList<>();
    attributes.forEach(
        (name, values) -> {
          List<Slice> slices = new ArrayList<>();
          groups(videos, values).forEach((value, own) -> slices.add(slice(value, own, methods)));
          all.add(new Attribute(name, slices));
        });
    measures.forEach((name, values) -> measured(name, values, videos, methods).ifPresent(all::add));
    return all;
  }

  /** Empty with too few videos for three parts, or if all have the same value. */
  private static Optional<Attribute> measured(
      String name, Map<String, Double> values, List<String> videos, List<Scores> methods) {
    TreeMap<Double, List<String>> numbers = new TreeMap<>();
    for (String video : videos) {
      if (values.containsKey(video)) {
        numbers.computeIfAbsent(rounded(values.get(video)), key -> new ArrayList<>()).add(video);
      }
    }
    int measured = numbers.values().stream().mapToInt(List::size).sum();
    if (measured < FEWEST_MEASURED || numbers.size() < 2) {
      return Optional.empty();
    }
    List<Slice> slices = new ArrayList<>();
    parts(numbers).forEach((value, own) -> slices.add(slice(value, own, methods)));
    return Optional.of(new Attribute(name, slices));
  }

  /** To about three digits, as shown. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(3)).doubleValue();
  }

  private static Map<String, List<String>> groups(List<String> videos, Map<String, String> values) {
    Map<String, List<String>> groups = new TreeMap<>();
    TreeMap<Double, List<String>> numbers = new TreeMap<>();
    boolean isNumeric = true;
    for (String video : videos) {
      String value = values.getOrDefault(video, WITHOUT);
      groups.computeIfAbsent(value, key -> new ArrayList<>()).add(video);
      if (!value.equals(WITHOUT)) {
        Double number = number(value);
        isNumeric &= number != null;
        if (number != null) {
          numbers.computeIfAbsent(number, key -> new ArrayList<>()).add(video);
        }
      }
    }
    if (!isNumeric || numbers.size() <= MAX_NUMBERS) {
      return groups;
    }
    Map<String, List<String>> parts = parts(numbers);
    if (groups.containsKey(WITHOUT)) {
      parts.put(WITHOUT, groups.get(WITHOUT));
    }
    return parts;
  }

  /** About equally many videos in each part, equal numbers in the same part. */
  private static Map<String, List<String>> parts(TreeMap<Double, List<String>> numbers) {
    int total = numbers.values().stream().mapToInt(List::size).sum();
    Map<Integer, TreeMap<Double, List<String>>> parts = new TreeMap<>();
    int before = 0;
    for (Map.Entry<Double, List<String>> number : numbers.entrySet()) {
      parts
          .computeIfAbsent(before * PARTS / total, key -> new TreeMap<>())
          .put(number.getKey(), number.getValue());
      before += number.getValue().size();
    }
    Map<String, List<String>> named = new LinkedHashMap<>();
    parts
        .values()
        .forEach(
            part ->
                named.put(
                    part.size() == 1
                        ? text(part.firstKey())
                        : text(part.firstKey()) + " to " + text(part.lastKey()),
                    part.values().stream().flatMap(List::stream).toList()));
    return named;
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.valueOf(number);
  }

  private static Double number(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Slice slice(String value, List<String> videos, List<Scores> methods) {
    List<Map<String, SliceMean>> means = new ArrayList<>();
    for (Scores method : methods) {
      List<Map<Metric, Double>> own =
          videos.stream()
              .flatMap(video -> method.video(video).stream())
              .map(Scores.Video::means)
              .toList();
      Map<Metric, Interval> intervals = MetricIntervals.of(own, Bootstrap.DEFAULT);
      Map<String, SliceMean> byMetric = new LinkedHashMap<>();
      for (Metric metric : Metric.values()) {
        own.stream()
            .map(video -> video.get(metric))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .average()
            .ifPresent(mean -> byMetric.put(metric.column(), mean(mean, intervals.get(metric))));
      }
      means.add(byMetric);
    }
    return new Slice(value, videos.size(), means);
  }

  private static SliceMean mean(double mean, Interval interval) {
    return interval == null
        ? new SliceMean(mean, null, null)
        : new SliceMean(mean, interval.low(), interval.high());
  }
}
