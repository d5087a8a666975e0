package org.saliency.metric;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * A mergeable accumulator of the mean metrics of frames. Sums are exact, so that the means are
 * equal to the last bit for any order and partitioning of the frames. Not thread-safe.
 */
public final class MetricMeans implements Serializable {

  private static final long serialVersionUID = 1L;

  private final EnumMap<Metric, Sum> sums = new EnumMap<>(Metric.class);
  private long frames;

  /**
   * Sum of the values of a metric.
   *
   * @param total exact
   * @param count number of values
   */
  public record Sum(BigDecimal total, long count) implements Serializable {

    Sum plus(Sum other) {
      return new Sum(total.add(other.total), count + other.count);
    }

    double mean() {
      return total.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
    }
  }

  /**
   * An empty accumulator.
   *
   * @param metrics reported metrics, see {@link Profile#metrics()}; a frame without a value for one
   *     of them counts as undefined
   */
  public MetricMeans(Collection<Metric> metrics) {
    metrics.forEach(metric -> sums.put(metric, new Sum(BigDecimal.ZERO, 0)));
  }

  /**
   * Adds a frame.
   *
   * @return this
   * @throws IllegalArgumentException when the frame has another metric
   */
  public MetricMeans add(FrameMetrics frame) {
    add(frame.values());
    return this;
  }

  /** Adds the values of a frame or a video. */
  void add(Map<Metric, Double> values) {
    requireReported(values.keySet());
    values.forEach(
        (metric, value) -> sums.merge(metric, new Sum(new BigDecimal(value), 1), Sum::plus));
    frames++;
  }

  /**
   * Adds the frames of another accumulator.
   *
   * @return this
   * @throws IllegalArgumentException when the reported metrics differ
   */
  public MetricMeans merge(MetricMeans other) {
    requireReported(other.sums.keySet());
    other.requireReported(sums.keySet());
    other.sums.forEach((metric, sum) -> sums.merge(metric, sum, Sum::plus));
    frames += other.frames;
    return this;
  }

  /**
   * Adds frames of which only the sums are known.
   *
   * @param added sums by metric; those of reported metrics that are absent are zero
   * @return this
   * @throws IllegalArgumentException when the frames have another metric
   */
  public MetricMeans add(long number, Map<Metric, Sum> added) {
    requireReported(added.keySet());
    added.forEach((metric, sum) -> sums.merge(metric, sum, Sum::plus));
    frames += number;
    return this;
  }

  /** The metrics of a video with these frames. */
  public VideoMetrics toVideo(String video) {
    return new VideoMetrics(video, frames, means(), undefined());
  }

  /** Mean of the defined values of each metric; absent without any. */
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

  /** Number of undefined values of each reported metric. */
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
