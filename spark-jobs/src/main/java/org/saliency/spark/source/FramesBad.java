package org.saliency.spark.source;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** How many wanted frames could not be decoded; Spark shows it beside the scan. */
public final class FramesBad extends CustomSumMetric {

  static final String NAME = "framesBad";

  /** For Spark, which adds up what tasks tell. */
  public FramesBad() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "number of frames that cannot be decoded";
  }
}
