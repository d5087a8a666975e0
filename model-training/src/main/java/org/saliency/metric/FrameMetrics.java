package org.saliency.metric;

import java.io.Serializable;
import java.util.Map;

/**
 * The metrics of one frame.
 *
 * @param values finite; a metric that is undefined for the frame or not reported by the profile is
 *     absent
 * @param fixations number of fixations used for NSS and AUC-Judd, as the profile counts them
 * @param zerosDecideKld whether pixels where the prediction is zero contribute more than half of
 *     KLD
 */
public record FrameMetrics(Map<Metric, Double> values, int fixations, boolean zerosDecideKld)
    implements Serializable {

  /** The metrics of a frame whose KLD is not decided by zeros. */
  public FrameMetrics(Map<Metric, Double> values, int fixations) {
    this(values, fixations, false);
  }

  public FrameMetrics {
    values = MetricMap.copy(values);
    values.forEach(
        (metric, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                metric.label() + " is " + value + ": leave out undefined metrics");
          }
        });
  }
}
