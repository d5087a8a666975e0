package org.saliency.spark.source;

import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What one task tells to a metric. */
record TaskCount(String name, long value) implements CustomTaskMetric {}
