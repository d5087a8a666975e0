package org.saliency.metric;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Values by metric, as the results of this package hold them. */
final class MetricMap {

  private MetricMap() {}

  /** An unmodifiable copy in the order of the metrics. */
  static <V> Map<Metric, V> copy(Map<Metric, V> values) {
    EnumMap<Metric, V> copy = new EnumMap<>(Metric.class);
    copy.putAll(values);
    return Collections.unmodifiableMap(copy);
  }
}
