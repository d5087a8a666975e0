package org.saliency.spark.task;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.saliency.spark.serving.TaskDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task tells of its stages while they are at work: the frames that are done, the time that
 * each stage takes (see {@link TaskMeter}), and where one is stuck (see {@link StallDetector}). It
 * is opened when the task has what it needs, its model for example, and closed when the task ends.
 */
public final class TaskStages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TaskStages.class);

  private final TaskMeter meter;
  private final StallDetector watch;

  TaskStages(TaskMeter meter, StallDetector watch) {
    this.meter = meter;
    this.watch = watch;
  }

  /**
   * The stages of the Spark task that asks, which predicts nothing.
   *
   * @param stallSeconds time without a frame that moves that is warned of; 0 for never
   */
  public static TaskStages open(TaskProgress progress, int stallSeconds) {
    return open(progress, TaskMeter.open(progress), stallSeconds);
  }

  /**
   * The stages of the Spark task that asks, which predicts on a device.
   *
   * @param stallSeconds time without a frame that moves that is warned of; 0 for never
   */
  public static TaskStages open(TaskProgress progress, TaskDevice device, int stallSeconds) {
    return open(progress, TaskMeter.open(progress, device), stallSeconds);
  }

  private static TaskStages open(TaskProgress progress, TaskMeter meter, int stallSeconds) {
    return new TaskStages(
        meter, new StallDetector(Duration.ofSeconds(stallSeconds), warnings(progress)));
  }

  /** Into the executor's log, and to the driver. */
  private static Consumer<String> warnings(TaskProgress progress) {
    String task =
        String.format(
            Locale.ROOT,
            "task %d on executor %s (%s): ",
            TaskContext.get().partitionId(),
            SparkEnv.get().executorId(),
            SparkEnv.get().blockManager().blockManagerId().host());
    return warning -> {
      LOG.warn("{}{}", task, warning);
      progress.warnings().add(task + warning);
    };
  }

  /**
   * A stage begins to work on a frame, or on a batch that begins with it.
   *
   * @param stage works on one thread at a time
   * @param place which frame it is, for a warning
   */
  public Span work(Activity stage, Supplier<String> place) {
    Span step = watch.begin(stage, place);
    Span time = meter.begin(stage);
    return () -> {
      time.close();
      step.close();
    };
  }

  /** A stage begins to wait for another. */
  public Span waiting(Activity activity) {
    return meter.begin(activity);
  }

  /** Whoever takes the frames begins to work on one: until that ends, no more need move. */
  public Span rest() {
    return watch.rest();
  }

  /** A frame is done. */
  public void frame() {
    meter.frame();
  }

  /** A frame could not be done. */
  public void badFrame() {
    meter.badFrame();
  }

  /** The time that has passed in spans that have ended. */
  public StageTimes times() {
    return meter.times();
  }

  /** The use of the device, by all tasks that this JVM has had on it. */
  public DeviceUse.Seconds deviceSeconds() {
    return meter.deviceSeconds();
  }

  @Override
  public void close() {
    watch.close();
    meter.close();
  }
}
