package org.saliency.spark.storage;

import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/**
 * Reads tables whose paths may hold brackets, braces and asterisks, which Spark takes for globs.
 */
public final class LiteralPaths {

  /** Key of an option that Spark's own table readers set. */
  private static final String GLOB = "__globPaths__";

  private LiteralPaths() {}

  /** A reader that takes its paths as they are. */
  public static DataFrameReader reader(SparkSession spark) {
    return spark.read().option(GLOB, "false");
  }
}
