package org.saliency.spark.source;

import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** Value of a metric in one task. */
record TaskCount(String name, long value) implements CustomTaskMetric {}
