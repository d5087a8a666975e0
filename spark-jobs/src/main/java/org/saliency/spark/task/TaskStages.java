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
 * Reports the progress of a task's stages: frames and time (see {@link TaskMeter}), and stalls (see
 * {@link StallDetector}). Opened when the task has its model, closed when the task ends.
 */
public final class TaskStages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TaskStages.class);

  private final TaskMeter meter;
  private final StallDetector stalls;

  TaskStages(TaskMeter meter, StallDetector stalls) {
    this.meter = meter;
    this.stalls = stalls;
  }

  /**
   * Opens the stages of the current Spark task, which uses no model.
   *
   * @param stallSeconds time without progress before a warning; 0 disables warnings
   */
  public static TaskStages open(TaskProgress progress, int stallSeconds) {
    return open(progress, DeviceUse.none(), stallSeconds);
  }

  /**
   * Opens the stages of the current Spark task, which predicts on a device.
   *
   * @param stallSeconds time without progress before a warning; 0 disables warnings
   */
  public static TaskStages open(TaskProgress progress, TaskDevice device, int stallSeconds) {
    return open(progress, ExecutorMetrics.registered().device(device), stallSeconds);
  }

  private static TaskStages open(TaskProgress progress, DeviceUse device, int stallSeconds) {
    return new TaskStages(
        new TaskMeter(progress, ExecutorMetrics.registered(), device, System::nanoTime),
        new StallDetector(Duration.ofSeconds(stallSeconds), warnings(progress)));
  }

  /** Logs warnings on the executor and forwards them to the driver. */
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
   * Starts the work of a stage on a frame, or on a batch that starts with the frame.
   *
   * @param stage used by one thread at a time
   * @param place names the frame in a warning
   */
  public Span work(Activity stage, Supplier<String> place) {
    Span step = stalls.begin(stage, place);
    Span time = meter.begin(stage);
    return () -> {
      time.close();
      step.close();
    };
  }

  /** Starts the wait of a stage for another. */
  public Span waiting(Activity activity) {
    return meter.begin(activity);
  }

  /** Starts the consumer's work on a frame: until its end, idle stages are no stall. */
  public Span rest() {
    return stalls.rest();
  }

  /** Counts a processed frame. */
  public void frame() {
    meter.frame();
  }

  /** Counts a frame that could not be processed. */
  public void badFrame() {
    meter.badFrame();
  }

  /** Use of the device by all tasks of this JVM so far. */
  public DeviceUse.Seconds deviceSeconds() {
    return meter.deviceSeconds();
  }

  @Override
  public void close() {
    stalls.close();
    meter.close();
  }
}
