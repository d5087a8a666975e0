package org.saliency.spark.source;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/**
 * Number of decoded frames, including those between key frames and selected frames; shown with the
 * scan in Spark's UI.
 */
public final class FramesDecoded extends CustomSumMetric {

  static final String NAME = "framesDecoded";

  /** For Spark, which creates it by reflection. */
  public FramesDecoded() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "number of decoded frames";
  }
}
