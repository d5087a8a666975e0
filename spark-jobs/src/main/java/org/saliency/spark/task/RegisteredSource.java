package org.saliency.spark.task;

import com.codahale.metrics.MetricRegistry;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/** Metrics of this JVM in the metrics system of the Spark that runs in it. */
abstract class RegisteredSource implements Source {

  private final String name;
  private final MetricRegistry registry = new MetricRegistry();
  private SparkEnv registeredIn;

  RegisteredSource(String name) {
    this.name = name;
  }

  /** Registers once with each Spark environment of this JVM. */
  final synchronized void register(SparkEnv spark) {
    if (registeredIn != spark) {
      registeredIn = spark;
      spark.metricsSystem().registerSource(this);
    }
  }

  @Override
  public final String sourceName() {
    return name;
  }

  @Override
  public final MetricRegistry metricRegistry() {
    return registry;
  }
}
