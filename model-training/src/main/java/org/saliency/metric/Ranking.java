package org.saliency.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.saliency.UserException;

/**
 * Ranks methods by several metrics: by the mean of their ranks in each metric. Ties share the best
 * rank and the next ranks are skipped: 1, 2, 2, 4.
 */
public final class Ranking {

  /** The metrics of the course's task. */
  public static final List<Metric> DEFAULT_METRICS = List.of(Metric.NSS, Metric.SIM, Metric.CC);

  private Ranking() {}

  /**
   * The rank of one method.
   *
   * @param name of the method
   * @param places rank in each metric, 1 is best
   * @param meanPlace mean of these
   * @param place final rank, 1 is best
   */
  public record Standing(String name, Map<Metric, Integer> places, double meanPlace, int place) {

    public Standing {
      places = MetricMap.copy(places);
    }
  }

  /**
   * Ranks methods.
   *
   * @param scores {@link DatasetMetrics#means()} by method name
   * @param metrics to rank by, at least one
   * @return by final rank; ties in the order of {@code scores}
   * @throws UserException when no metric is given or a method lacks one
   */
  public static List<Standing> of(Map<String, Map<Metric, Double>> scores, List<Metric> metrics) {
    if (metrics.isEmpty()) {
      throw UserException.usage("the ranking has no metrics: name at least one, for example nss");
    }
    scores.forEach((name, values) -> requireAll(name, values, metrics));
    List<Standing> standings = new ArrayList<>();
    scores.forEach(
        (name, values) -> {
          Map<Metric, Integer> places = places(values, scores, metrics);
          standings.add(new Standing(name, places, mean(places), 0));
        });
    return standings.stream()
        .map(own -> withPlace(own, standings))
        .sorted(Comparator.comparingInt(Standing::place))
        .toList();
  }

  private static void requireAll(String name, Map<Metric, Double> values, List<Metric> metrics) {
    for (Metric metric : metrics) {
      if (!values.containsKey(metric)) {
        throw UserException.input(
            "'%s' has no %s: score it with a profile that reports it, or rank without it",
            name, metric.label());
      }
    }
  }

  private static Map<Metric, Integer> places(
      Map<Metric, Double> own, Map<String, Map<Metric, Double>> scores, List<Metric> metrics) {
    Map<Metric, Integer> places = new EnumMap<>(Metric.class);
    for (Metric metric : metrics) {
      double value = own.get(metric);
      long better =
          scores.values().stream()
              .mapToDouble(other -> other.get(metric))
              .filter(other -> metric.higherIsBetter() ? other > value : other < value)
              .count();
      places.put(metric, (int) better + 1);
    }
    return places;
  }

  private static double mean(Map<Metric, Integer> places) {
    return places.values().stream().mapToInt(place -> place).average().orElseThrow();
  }

  private static Standing withPlace(Standing own, List<Standing> all) {
    long better = all.stream().filter(other -> other.meanPlace < own.meanPlace).count();
    return new Standing(own.name, own.places, own.meanPlace, (int) better + 1);
  }
}
