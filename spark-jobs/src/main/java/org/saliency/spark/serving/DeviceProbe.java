package org.saliency.spark.serving;

import ai.djl.Device;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.network.Precision;
import org.saliency.network.ServingTarget;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;

/**
 * What an executor has to run a model on, asked before any work is done.
 *
 * @param device for example {@code cpu} or {@code gpu}
 * @param target what the model is compiled for there
 * @param pytorch version of PyTorch's library
 * @param fault why there is none; empty when there is
 */
public record DeviceProbe(String device, ServingTarget target, String pytorch, String fault)
    implements Serializable {

  /**
   * Asks one executor.
   *
   * @throws UserException when the device asked for is not there
   */
  public static DeviceProbe of(SparkSession spark, DeviceChoice device, PrecisionChoice precision) {
    DeviceProbe probe =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(precision), 1)
            .map(choice -> here(device, choice))
            .first();
    if (!probe.fault.isEmpty()) {
      throw UserException.device("%s", probe.fault);
    }
    return probe;
  }

  private static DeviceProbe here(DeviceChoice choice, PrecisionChoice precision) {
    try {
      Device device = TaskDevice.of(choice).device();
      return new DeviceProbe(
          device.getDeviceType(), PyTorch.target(precision, device), PyTorch.version(), "");
    } catch (UserException fault) {
      return new DeviceProbe("", ServingTarget.any(Precision.FP32), "", fault.getMessage());
    }
  }

  /** Frames in a forward pass where the user leaves it open. */
  public int batchSize() {
    return TaskDevice.batchSize(device);
  }
}
