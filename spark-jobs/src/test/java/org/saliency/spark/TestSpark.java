package org.saliency.spark;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM, started when first asked for. */
public final class TestSpark {

  private static SparkSession session;

  private TestSpark() {}

  /** A session on two threads of this machine. */
  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .appName("tests")
              .master("local[2]")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", "2")
              .getOrCreate();
    }
    return session;
  }
}
