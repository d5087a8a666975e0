package org.saliency.spark.results;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * What an executor used for a run.
 *
 * @param executor Spark's name of it; {@code driver} when Spark is embedded
 * @param host where it ran
 * @param device where its model ran, for example {@code cpu()} or {@code gpu(0)}
 * @param address of the GPU that Spark gave it; empty when it gave none
 * @param batchSize frames in its forward passes: what was asked for, or less where the device's
 *     memory did not hold that
 * @param modelsOpened models that it has opened since it started
 * @param modelsClosed models that it has closed, since another was needed in their place
 * @param deviceSeconds seconds that tasks have given the device since the executor started: with
 *     any task on a GPU, of all tasks together on a CPU
 * @param deviceBusyShare share of these that it spent on forward passes, in 0..1; both to three
 *     decimals
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
   * One for each executor and device, from what their tasks told: the highest counts, the smallest
   * batch, and what the last task told of the device's time.
   */
  public static List<ExecutorUse> merge(Collection<ExecutorUse> told) {
    TreeMap<String, ExecutorUse> merged = new TreeMap<>();
    for (ExecutorUse use : told) {
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
