package org.saliency.spark.task;

import com.codahale.metrics.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.spark.util.LongAccumulator;

/**
 * Counts the frames and measures the time of a task, in the job's accumulators and in the
 * executor's metrics. Frames are counted by one thread at a time. Opened when the task has its
 * model, closed when the task ends.
 */
final class TaskMeter implements AutoCloseable {

  private final TaskProgress progress;
  private final ExecutorMetrics metrics;
  private final DeviceUse device;
  private final LongSupplier nanoTime;
  private final Map<Activity, Tally> tallies = new EnumMap<>(Activity.class);

  /**
   * Starts the task.
   *
   * @param nanoTime clock, as {@link System#nanoTime}
   */
  TaskMeter(
      TaskProgress progress, ExecutorMetrics metrics, DeviceUse device, LongSupplier nanoTime) {
    this.progress = progress;
    this.metrics = metrics;
    this.device = device;
    this.nanoTime = nanoTime;
    progress
        .milliseconds()
        .forEach(
            (activity, sum) ->
                tallies.put(activity, new Tally(sum, metrics.milliseconds(activity))));
    device.beginTask();
  }

  /** Time of an activity, reported in whole milliseconds; remainders are carried over. */
  private static final class Tally {

    private final LongAccumulator driver;
    private final Counter executor;
    private long nanos;
    private long reportedMillis;

    Tally(LongAccumulator driver, Counter executor) {
      this.driver = driver;
      this.executor = executor;
    }

    synchronized void add(long more) {
      nanos += more;
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos) - reportedMillis;
      reportedMillis += millis;
      driver.add(millis);
      executor.inc(millis);
    }
  }

  /** Starts an activity of the current thread. */
  Span begin(Activity activity) {
    long start = nanoTime.getAsLong();
    if (activity == Activity.PREDICT) {
      device.beginPass();
    }
    return () -> {
      if (activity == Activity.PREDICT) {
        device.endPass();
      }
      tallies.get(activity).add(nanoTime.getAsLong() - start);
    };
  }

  void frame() {
    progress.frame();
    metrics.frame();
  }

  void badFrame() {
    progress.badFrame();
    metrics.badFrame();
  }

  /** Use of the device by all tasks of this JVM so far. */
  DeviceUse.Seconds deviceSeconds() {
    return device.seconds();
  }

  @Override
  public void close() {
    device.endTask();
  }
}
