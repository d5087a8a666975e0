package org.saliency.metric;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A mergeable accumulator of the metrics of frames by one convention, with exact sums, so that the
 * means are equal to the last bit for any order and partitioning of the frames. Not thread-safe.
 */
public final class ConventionMeans implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Convention convention;
  private final EnumMap<Metric, Sum> sums = new EnumMap<>(Metric.class);
  private long frames;

  /**
   * Sum of the values of a metric.
   *
   * @param total of the values, each times its weight; exact
   * @param weight of all values
   * @param count number of values
   */
  private record Sum(BigDecimal total, long weight, long count) implements Serializable {

    Sum plus(Sum other) {
      return new Sum(total.add(other.total), weight + other.weight, count + other.count);
    }

    double mean() {
      return total.divide(BigDecimal.valueOf(weight), MathContext.DECIMAL128).doubleValue();
    }
  }

  /** An accumulator without frames. */
  public ConventionMeans(Convention convention) {
    this.convention = convention;
  }

  /**
   * Adds a frame.
   *
   * @param values by metric; undefined ones are absent
   * @param fixations number of fixations, including repeated ones
   */
  void add(Map<Metric, Double> values, int fixations) {
    values.forEach(
        (metric, value) -> {
          long weight = convention.averaging(metric) == Averaging.FIXATIONS ? fixations : 1;
          BigDecimal total = new BigDecimal(value).multiply(BigDecimal.valueOf(weight));
          sums.merge(metric, new Sum(total, weight, 1), Sum::plus);
        });
    frames++;
  }

  /** The frames of several accumulators of one convention. */
  public static ConventionMeans merged(Convention convention, Collection<ConventionMeans> parts) {
    ConventionMeans all = new ConventionMeans(convention);
    for (ConventionMeans part : parts) {
      part.sums.forEach((metric, sum) -> all.sums.merge(metric, sum, Sum::plus));
      all.frames += part.frames;
    }
    return all;
  }

  /**
   * The mean of a metric over a data set.
   *
   * @param videos the frames of each video
   * @return empty if it is undefined for all frames
   */
  public static OptionalDouble mean(
      Convention convention, Metric metric, List<ConventionMeans> videos) {
    if (convention.averaging(metric) == Averaging.VIDEOS) {
      BigDecimal total = BigDecimal.ZERO;
      long count = 0;
      for (ConventionMeans video : videos) {
        Sum sum = video.sums.get(metric);
        if (sum != null) {
          total = total.add(new BigDecimal(sum.mean()));
          count++;
        }
      }
      return count == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(new Sum(total, count, count).mean());
    }
    Sum all = merged(convention, videos).sums.get(metric);
    return all == null || all.weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(all.mean());
  }

  public Convention convention() {
    return convention;
  }

  /** Number of frames. */
  public long frames() {
    return frames;
  }

  /** Number of frames for which a metric is undefined. */
  public long undefined(Metric metric) {
    return frames - (sums.containsKey(metric) ? sums.get(metric).count : 0);
  }
}
