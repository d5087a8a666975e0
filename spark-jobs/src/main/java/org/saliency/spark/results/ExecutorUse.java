package org.saliency.spark.results;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Resources that an executor used for a run.
 *
 * @param executor Spark's executor ID; {@code driver} when Spark is embedded
 * @param host of the executor
 * @param device of its model, for example {@code cpu()} or {@code gpu(0)}
 * @param address of the GPU that Spark assigned; empty without one
 * @param batchSize frames in a forward pass, reduced if the device's memory requires it
 * @param modelsOpened number of models opened since the executor started
 * @param modelsClosed number of these closed to make room for another
 * @param deviceSeconds seconds that the device was assigned to tasks since the executor started
 *     (see {@link org.saliency.spark.task.DeviceUse}), to three decimals
 * @param deviceBusyShare share of these spent on forward passes, in 0..1, to three decimals
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ExecutorUse(
    String executor,
    String host,
    String device,
    String address,
    int batchSize,
    int modelsOpened,
    int modelsClosed,
    double deviceSeconds,
    double deviceBusyShare)
    implements Serializable {

  public ExecutorUse {
    deviceSeconds = thousandths(deviceSeconds);
    deviceBusyShare = thousandths(deviceBusyShare);
  }

  private static double thousandths(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /**
   * Merges the records of tasks by executor and device: highest counts, smallest batch, and the
   * device times of the last task.
   */
  public static List<ExecutorUse> merge(Collection<ExecutorUse> tasks) {
    TreeMap<String, ExecutorUse> merged = new TreeMap<>();
    for (ExecutorUse use : tasks) {
      merged.merge(
          String.join("\n", use.executor, use.device, use.address), use, ExecutorUse::with);
    }
    return List.copyOf(merged.values());
  }

  private ExecutorUse with(ExecutorUse other) {
    ExecutorUse last = deviceSeconds > other.deviceSeconds ? this : other;
    return new ExecutorUse(
        executor,
        host,
        device,
        address,
        Math.min(batchSize, other.batchSize),
        Math.max(modelsOpened, other.modelsOpened),
        Math.max(modelsClosed, other.modelsClosed),
        last.deviceSeconds,
        last.deviceBusyShare);
  }
}
