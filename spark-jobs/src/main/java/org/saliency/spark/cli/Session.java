package org.saliency.spark.cli;

import org.apache.spark.sql.SparkSession;

/** The Spark session of a command. Spark's settings come from outside: none is made here. */
final class Session implements AutoCloseable {

  private final SparkSession spark;

  private Session(SparkSession spark) {
    this.spark = spark;
  }

  static Session start(String command) {
    return new Session(SparkSession.builder().appName("saliency " + command).getOrCreate());
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
