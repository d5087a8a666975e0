package org.saliency.spark.source;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Number of selected frames that cannot be decoded; shown with the scan in Spark's UI. */
public final class FramesBad extends CustomSumMetric {

  static final String NAME = "framesBad";

  /** For Spark, which creates it by reflection. */
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
