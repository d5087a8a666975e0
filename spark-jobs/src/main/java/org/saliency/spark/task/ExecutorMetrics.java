package org.saliency.spark.task;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.saliency.spark.serving.ModelCache;
import org.saliency.spark.serving.TaskDevice;

/**
 * The source {@code saliency} in the metrics system of Spark: done and bad frames, milliseconds by
 * activity, busy share of devices (see {@link DeviceUse}), models opened and closed. One instance
 * per JVM; updated while tasks run and includes failed tasks.
 */
final class ExecutorMetrics extends RegisteredSource {

  static final String NAME = "saliency";

  private static final ExecutorMetrics INSTANCE = new ExecutorMetrics();

  private final Counter framesDone = metricRegistry().counter("frames.done");
  private final Counter framesBad = metricRegistry().counter("frames.bad");
  private final Map<TaskDevice, DeviceUse> devices = new ConcurrentHashMap<>();

  ExecutorMetrics() {
    super(NAME);
    for (Activity activity : Activity.values()) {
      metricRegistry().counter(name(activity));
    }
    metricRegistry().register("device.busy_share", (Gauge<Double>) this::busyShare);
    metricRegistry().register("models.opened", (Gauge<Integer>) () -> ModelCache.counts().opened());
    metricRegistry().register("models.closed", (Gauge<Integer>) () -> ModelCache.counts().closed());
  }

  /** The metrics of this JVM, registered with the running Spark. */
  static ExecutorMetrics registered() {
    INSTANCE.register(SparkEnv.get());
    return INSTANCE;
  }

  void frame() {
    framesDone.inc();
  }

  void badFrame() {
    framesBad.inc();
  }

  Counter milliseconds(Activity activity) {
    return metricRegistry().counter(name(activity));
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
}
