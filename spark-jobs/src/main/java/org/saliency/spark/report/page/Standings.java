package org.saliency.spark.report.page;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricIntervals;
import org.saliency.metric.Ranking;
import org.saliency.spark.results.PairedDifference;
import org.saliency.spark.results.Scores;
import org.saliency.statistics.Bootstrap;
import org.saliency.statistics.Interval;

/**
 * Ranks, intervals and paired differences of the methods on a page.
 *
 * @param metrics of the page: those of the profile, and others that a method has
 * @param rankedBy metrics that determine the ranks: those of the default ranking that every method
 *     has; none if there are none
 * @param ranks by method; empty without metrics to rank by
 * @param places in each metric that every method has, by method
 * @param intervals of the means, by method
 * @param pairs of methods in each metric that both have for some video
 */
record Standings(
    List<Metric> metrics,
    List<Metric> rankedBy,
    Map<String, Ranking.Standing> ranks,
    Map<String, Map<Metric, Integer>> places,
    Map<String, Map<Metric, Interval>> intervals,
    List<PairedDifference> pairs) {

  static Standings of(List<Scores> methods) {
    List<Metric> metrics = metrics(methods);
    Predicate<Metric> isShared =
        metric -> methods.stream().allMatch(method -> method.means().containsKey(metric));
    List<Metric> rankedBy = Ranking.DEFAULT_METRICS.stream().filter(isShared).toList();
    Map<String, Map<Metric, Double>> means = new LinkedHashMap<>();
    Map<String, Map<Metric, Integer>> places = new LinkedHashMap<>();
    Map<String, Map<Metric, Interval>> intervals = new LinkedHashMap<>();
    for (Scores method : methods) {
      means.put(method.name(), method.means());
      places.put(method.name(), new EnumMap<>(Metric.class));
      intervals.put(
          method.name(),
          MetricIntervals.of(
              method.videos().stream().map(Scores.Video::means).toList(), Bootstrap.DEFAULT));
    }
    for (Metric metric : metrics.stream().filter(isShared).toList()) {
      Ranking.of(means, List.of(metric))
          .forEach(own -> places.get(own.name()).put(metric, own.place()));
    }
    List<Ranking.Standing> standings = rankedBy.isEmpty() ? List.of() : Ranking.of(means, rankedBy);
    return new Standings(
        metrics,
        rankedBy,
        standings.stream().collect(Collectors.toMap(Ranking.Standing::name, own -> own)),
        places,
        intervals,
        pairs(methods, metrics, standings));
  }

  private static List<Metric> metrics(List<Scores> methods) {
    Stream<Metric> measured = methods.stream().flatMap(own -> own.means().keySet().stream());
    return Stream.concat(methods.get(0).profile().metrics().stream(), measured)
        .distinct()
        .sorted()
        .toList();
  }

  /** The better ranked method of each pair first. */
  private static List<PairedDifference> pairs(
      List<Scores> methods, List<Metric> metrics, List<Ranking.Standing> standings) {
    Map<String, Scores> byName =
        methods.stream().collect(Collectors.toMap(Scores::name, own -> own));
    List<Scores> ordered =
        standings.isEmpty()
            ? methods
            : standings.stream().map(own -> byName.get(own.name())).toList();
    return PairedDifference.ofPairs(ordered, metrics, Bootstrap.DEFAULT).stream()
        .filter(pair -> pair.videos() > 0)
        .toList();
  }

  Optional<Ranking.Standing> rank(Scores method) {
    return Optional.ofNullable(ranks.get(method.name()));
  }

  Optional<Interval> interval(Scores method, Metric metric) {
    return Optional.ofNullable(intervals.get(method.name()).get(metric));
  }
}
