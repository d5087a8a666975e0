package org.saliency.metric;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Maps from metrics to values. */
final class MetricMap {

  private MetricMap() {}

  /** An unmodifiable copy in metric order. */
  static <V> Map<Metric, V> copy(Map<Metric, V> values) {
    EnumMap<Metric, V> copy = new EnumMap<>(Metric.class);
    copy.putAll(values);
    return Collections.unmodifiableMap(copy);
  }
}
