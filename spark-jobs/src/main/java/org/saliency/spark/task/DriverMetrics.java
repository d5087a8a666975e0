package org.saliency.spark.task;

import com.codahale.metrics.Gauge;
import org.apache.spark.SparkEnv;

/**
 * The source {@code saliency.run} in the metrics system of the driver: planned, done and bad frames
 * of the job that runs, of all executors together.
 */
final class DriverMetrics extends RegisteredSource {

  static final String NAME = "saliency.run";

  private static final DriverMetrics INSTANCE = new DriverMetrics();

  private volatile long planned;
  private volatile long done;
  private volatile long bad;

  private DriverMetrics() {
    super(NAME);
    metricRegistry().register("frames.planned", (Gauge<Long>) () -> planned);
    metricRegistry().register("frames.done", (Gauge<Long>) () -> done);
    metricRegistry().register("frames.bad", (Gauge<Long>) () -> bad);
  }

  /** The metrics of this driver, registered with the running Spark, for a job that begins. */
  static DriverMetrics begin(long planned) {
    INSTANCE.planned = planned;
    INSTANCE.set(0, 0);
    INSTANCE.register(SparkEnv.get());
    return INSTANCE;
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
}
