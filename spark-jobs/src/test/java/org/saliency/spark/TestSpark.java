package org.saliency.spark;

import org.apache.spark.sql.SparkSession;

/** The embedded Spark session, with two cores, that all tests of a JVM share. */
public final class TestSpark {

  private TestSpark() {}

  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.heartbeatInterval", "1s")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }
}
