package org.saliency.spark.task;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * The source {@code saliency.run} in the metrics system of the driver: planned, done and bad frames
 * of the job that runs, of all executors together.
 */
final class DriverMetrics implements Source {

  static final String NAME = "saliency.run";

  private static final DriverMetrics INSTANCE = new DriverMetrics();

  private final MetricRegistry registry = new MetricRegistry();
  private volatile long planned;
  private volatile long done;
  private volatile long bad;
  private SparkEnv registeredIn;

  private DriverMetrics() {
    registry.register("frames.planned", (Gauge<Long>) () -> planned);
    registry.register("frames.done", (Gauge<Long>) () -> done);
    registry.register("frames.bad", (Gauge<Long>) () -> bad);
  }

  /** The metrics of this driver, registered with the running Spark, for a job that begins. */
  static DriverMetrics begin(long planned) {
    INSTANCE.planned = planned;
    INSTANCE.set(0, 0);
    INSTANCE.register(SparkEnv.get());
    return INSTANCE;
  }

  /** Registers once with each Spark environment of this JVM. */
  private synchronized void register(SparkEnv spark) {
    if (registeredIn != spark) {
      registeredIn = spark;
      spark.metricsSystem().registerSource(this);
    }
  }

  /**
   * Sets the counts.
   *
   * @param frames done, bad ones included
   */
  void set(long frames, long badFrames) {
    done = frames;
    bad = badFrames;
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
