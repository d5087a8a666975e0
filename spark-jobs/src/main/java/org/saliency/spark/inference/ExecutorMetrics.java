package org.saliency.spark.inference;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * Counters of this JVM in Spark's metrics system, as the source {@code saliency}: frames with a map
 * and bad frames, milliseconds that each stage was busy, models opened and closed. A task adds to
 * them when it ends.
 */
final class ExecutorMetrics implements Source {

  static final String NAME = "saliency";

  private static final ExecutorMetrics INSTANCE = new ExecutorMetrics();

  private final MetricRegistry registry = new MetricRegistry();
  private SparkEnv registeredIn;

  private ExecutorMetrics() {
    registry.register("models.opened", (Gauge<Integer>) () -> SharedModels.counts().opened());
    registry.register("models.closed", (Gauge<Integer>) () -> SharedModels.counts().closed());
  }

  /** Adds what a task has done. */
  static void add(TaskOutcome outcome) {
    INSTANCE.register(SparkEnv.get());
    for (SegmentOutcome segment : outcome.segments()) {
      INSTANCE.count("frames.done", segment.done());
      INSTANCE.count("frames.bad", segment.bad().size());
    }
    INSTANCE.count("milliseconds.decode", Math.round(1000 * outcome.times().decode()));
    INSTANCE.count("milliseconds.predict", Math.round(1000 * outcome.times().predict()));
    INSTANCE.count("milliseconds.write", Math.round(1000 * outcome.times().write()));
  }

  private void count(String name, long amount) {
    registry.counter(name).inc(amount);
  }

  /** Once for each Spark that runs in this JVM, one after the other. */
  private synchronized void register(SparkEnv spark) {
    if (registeredIn != spark) {
      registeredIn = spark;
      spark.metricsSystem().registerSource(this);
    }
  }

  @Override
  public String sourceName() {
    return NAME;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }
}
