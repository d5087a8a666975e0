package org.saliency.spark.task;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.saliency.spark.serving.ModelCache;
import org.saliency.spark.serving.TaskDevice;

/**
 * The source {@code saliency} in the metrics system of Spark: done and bad frames, milliseconds by
 * activity, busy share of devices (see {@link DeviceUse}), models opened and closed. One instance
 * per JVM; updated while tasks run and includes failed tasks.
 */
final class ExecutorMetrics implements Source {

  static final String NAME = "saliency";

  private static final ExecutorMetrics INSTANCE = new ExecutorMetrics();

  private final MetricRegistry registry = new MetricRegistry();
  private final Counter framesDone = registry.counter("frames.done");
  private final Counter framesBad = registry.counter("frames.bad");
  private final Map<TaskDevice, DeviceUse> devices = new ConcurrentHashMap<>();
  private SparkEnv registeredIn;

  ExecutorMetrics() {
    for (Activity activity : Activity.values()) {
      registry.counter(name(activity));
    }
    registry.register("device.busy_share", (Gauge<Double>) this::busyShare);
    registry.register("models.opened", (Gauge<Integer>) () -> ModelCache.counts().opened());
    registry.register("models.closed", (Gauge<Integer>) () -> ModelCache.counts().closed());
  }

  /** The metrics of this JVM, registered with the running Spark. */
  static ExecutorMetrics registered() {
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

  void frame() {
    framesDone.inc();
  }

  void badFrame() {
    framesBad.inc();
  }

  Counter milliseconds(Activity activity) {
    return registry.counter(name(activity));
  }

  DeviceUse device(TaskDevice device) {
    return devices.computeIfAbsent(device, DeviceUse::of);
  }

  private double busyShare() {
    return devices.values().stream()
        .map(DeviceUse::seconds)
        .reduce(DeviceUse.Seconds.NONE, DeviceUse.Seconds::plus)
        .busyShare();
  }

  private static String name(Activity activity) {
    return "milliseconds." + activity.key();
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
