package org.saliency.spark.task;

import com.codahale.metrics.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.spark.util.LongAccumulator;
import org.saliency.spark.serving.TaskDevice;

/**
 * Counts the frames and the time of a task. What is counted is told at once to the driver, for
 * Spark's UI, and to the metrics of the executor. Frames are told by one thread at a time. It is
 * opened when the task has its model, and closed when the task ends.
 */
final class TaskMeter implements AutoCloseable {

  private final TaskProgress progress;
  private final ExecutorMetrics metrics;
  private final DeviceUse device;
  private final LongSupplier nanoTime;
  private final Map<Activity, Tally> tallies = new EnumMap<>(Activity.class);

  /** The meter of a task that begins, on the device that it predicts on. */
  static TaskMeter open(TaskProgress progress, TaskDevice device) {
    ExecutorMetrics metrics = ExecutorMetrics.registered();
    return new TaskMeter(progress, metrics, metrics.device(device), System::nanoTime);
  }

  /** The meter of a task that begins and predicts nothing. */
  static TaskMeter open(TaskProgress progress) {
    return new TaskMeter(
        progress, ExecutorMetrics.registered(), DeviceUse.none(), System::nanoTime);
  }

  /**
   * A meter that has counted nothing; the task begins.
   *
   * @param nanoTime the clock, as {@link System#nanoTime}
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
            (activity, told) ->
                tallies.put(activity, new Tally(told, metrics.milliseconds(activity))));
    device.beginTask();
  }

  /** The time of an activity, told in whole milliseconds, of which none is lost to rounding. */
  private static final class Tally {

    private final LongAccumulator driver;
    private final Counter executor;
    private long nanos;
    private long toldMillis;

    Tally(LongAccumulator driver, Counter executor) {
      this.driver = driver;
      this.executor = executor;
    }

    synchronized void add(long more) {
      nanos += more;
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos) - toldMillis;
      toldMillis += millis;
      driver.add(millis);
      executor.inc(millis);
    }

    synchronized double seconds() {
      return nanos / 1e9;
    }
  }

  /** An activity begins, on the thread that asks. */
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

  /** A frame is done. */
  void frame() {
    progress.frame();
    metrics.frame();
  }

  /** A frame could not be done. */
  void badFrame() {
    progress.badFrame();
    metrics.badFrame();
  }

  /** The time that has passed in spans that have ended. */
  StageTimes times() {
    Map<Activity, Double> seconds = new EnumMap<>(Activity.class);
    tallies.forEach((activity, tally) -> seconds.put(activity, tally.seconds()));
    return new StageTimes(seconds);
  }

  /** The use of the device, by all tasks that this JVM has had on it. */
  DeviceUse.Seconds deviceSeconds() {
    return device.seconds();
  }

  @Override
  public void close() {
    device.endTask();
  }
}
