package org.saliency.spark.source;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/**
 * How many frames were decoded, with those before the wanted ones up to their key frames; Spark
 * shows it beside the scan as {@value #NAME}.
 */
public final class FramesDecoded extends CustomSumMetric {

  static final String NAME = "framesDecoded";

  /** For Spark, which adds up what tasks tell. */
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
