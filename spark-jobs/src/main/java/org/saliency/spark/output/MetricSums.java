package org.saliency.spark.output;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricMeans;

/**
 * Exact sums of the metrics of a segment, in its record: means of videos follow from them without
 * reading a row of {@code frame_metrics} again.
 *
 * @param frames number of measured frames
 * @param sums by the column of the metric
 */
public record MetricSums(long frames, Map<String, MetricMeans.Sum> sums) {

  static final MetricSums NONE = new MetricSums(0, Map.of());

  public MetricSums {
    sums = new TreeMap<>(sums);
  }

  /** These sums with those of a frame. */
  MetricSums plus(FrameMetrics frame) {
    Map<String, MetricMeans.Sum> more = new TreeMap<>(sums);
    frame
        .values()
        .forEach(
            (metric, value) ->
                more.merge(
                    metric.column(),
                    new MetricMeans.Sum(new BigDecimal(value), 1),
                    (a, b) ->
                        new MetricMeans.Sum(a.total().add(b.total()), a.count() + b.count())));
    return new MetricSums(frames + 1, more);
  }

  /** Adds the frames to the means of a video. */
  public void addTo(MetricMeans means) {
    Map<Metric, MetricMeans.Sum> byMetric = new TreeMap<>();
    sums.forEach((column, sum) -> byMetric.put(Metric.named(column), sum));
    means.add(frames, byMetric);
  }
}
