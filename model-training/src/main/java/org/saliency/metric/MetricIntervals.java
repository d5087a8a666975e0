package org.saliency.metric;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.saliency.statistics.Bootstrap;
import org.saliency.statistics.Interval;

/** Confidence intervals of means over videos, which are taken as drawn at random. */
public final class MetricIntervals {

  private MetricIntervals() {}

  /**
   * The interval of each mean over videos.
   *
   * @param videos means of each video by metric
   * @return without metrics that fewer than {@link Bootstrap#MIN_VALUES} videos have
   */
  public static Map<Metric, Interval> of(
      Collection<Map<Metric, Double>> videos, Bootstrap bootstrap) {
    Map<Metric, Interval> intervals = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      double[] values =
          videos.stream()
              .map(means -> means.get(metric))
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .toArray();
      bootstrap.ofMean(values).ifPresent(interval -> intervals.put(metric, interval));
    }
    return MetricMap.copy(intervals);
  }
}
