package org.saliency.metric;

import java.util.Map;

/** The metrics of a frame as a convention computes them. Not thread-safe. */
interface ConventionFormulas {

  /** The finite values; a metric that is undefined for the frame is absent. */
  Map<Metric, Double> measure(ConventionFrame frame);
}
