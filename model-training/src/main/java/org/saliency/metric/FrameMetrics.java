package org.saliency.metric;

import java.io.Serializable;
import java.util.Map;

/**
 * The metrics of one frame.
 *
 * @param values finite; a metric that is not defined for the frame, or that the profile does not
 *     report, is absent
 * @param fixations number of fixations that NSS and AUC-Judd were computed from, counted as the
 *     profile counts them; 0 when the frame has none
 */
public record FrameMetrics(Map<Metric, Double> values, int fixations) implements Serializable {

  public FrameMetrics {
    values = MetricMap.copy(values);
    values.forEach(
        (metric, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                metric.label() + " is " + value + ": leave out what is not defined");
          }
        });
  }
}
