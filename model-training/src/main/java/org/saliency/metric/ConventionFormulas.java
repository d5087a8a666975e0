package org.saliency.metric;

import java.util.Map;

/** The metrics of a frame as a convention computes them. Not thread-safe. */
interface ConventionFormulas {

  /** The finite values; a metric that is undefined for the frame is absent. */
  Map<Metric, Double> measure(ConventionFrame frame);

  /** Stores a value, unless it is undefined: infinite or NaN. */
  static void put(Map<Metric, Double> values, Metric metric, double value) {
    if (Double.isFinite(value)) {
      values.put(metric, value);
    }
  }
}
