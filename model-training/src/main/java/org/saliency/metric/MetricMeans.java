package org.saliency.metric;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Adds up the metrics of frames, part by part, and gives their means. Sums are exact, so that means
 * do not depend, not even in the last bit, on the order of the frames or on how they were split
 * among parts. Not safe for use by several threads at once.
 */
public final class MetricMeans implements Serializable {

  private static final long serialVersionUID = 1L;

  private final EnumMap<Metric, Sum> sums = new EnumMap<>(Metric.class);
  private long frames;

  private record Sum(BigDecimal total, long count) implements Serializable {

    Sum plus(Sum other) {
      return new Sum(total.add(other.total), count + other.count);
    }

    double mean() {
      return total.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
    }
  }

  /**
   * Starts without frames.
   *
   * @param metrics that are reported, as {@link Profile#metrics()}: a frame that lacks one of them
   *     counts as undefined
   */
  public MetricMeans(Collection<Metric> metrics) {
    metrics.forEach(metric -> sums.put(metric, new Sum(BigDecimal.ZERO, 0)));
  }

  /**
   * Adds one frame.
   *
   * @return this
   * @throws IllegalArgumentException when the frame has a metric that is not reported here
   */
  public MetricMeans add(FrameMetrics frame) {
    add(frame.values());
    return this;
  }

  /** Adds one frame's or one video's values. */
  void add(Map<Metric, Double> values) {
    requireReported(values.keySet());
    values.forEach(
        (metric, value) -> sums.merge(metric, new Sum(new BigDecimal(value), 1), Sum::plus));
    frames++;
  }

  /**
   * Adds everything that another has added.
   *
   * @return this
   * @throws IllegalArgumentException when the other reports other metrics
   */
  public MetricMeans merge(MetricMeans other) {
    requireReported(other.sums.keySet());
    other.requireReported(sums.keySet());
    other.sums.forEach((metric, sum) -> sums.merge(metric, sum, Sum::plus));
    frames += other.frames;
    return this;
  }

  /** The result as that of one video. */
  public VideoMetrics toVideo(String video) {
    return new VideoMetrics(video, frames, means(), undefined());
  }

  /** Mean of each metric over what defines it; a metric that nothing defines is absent. */
  Map<Metric, Double> means() {
    EnumMap<Metric, Double> means = new EnumMap<>(Metric.class);
    sums.forEach(
        (metric, sum) -> {
          if (sum.count > 0) {
            means.put(metric, sum.mean());
          }
        });
    return means;
  }

  /** For each metric that is reported, how often it was not defined. */
  Map<Metric, Long> undefined() {
    EnumMap<Metric, Long> undefined = new EnumMap<>(Metric.class);
    sums.forEach((metric, sum) -> undefined.put(metric, frames - sum.count));
    return undefined;
  }

  private void requireReported(Collection<Metric> metrics) {
    if (!sums.keySet().containsAll(metrics)) {
      throw new IllegalArgumentException(
          "cannot add " + metrics + " to means of " + sums.keySet() + ": use one profile for all");
    }
  }
}
