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
import org.saliency.pytorch.RequestedPrecision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device of an executor, determined before a job starts.
 *
 * @param device type, {@code cpu} or {@code gpu}
 * @param target that models are compiled for on this device
 * @param pytorch version of PyTorch's native library
 * @param error why the requested device or number format is not available; empty if it is
 * @param warning about a GPU that is assigned and not used; empty if there is none
 */
public record DeviceProbe(
    String device, ServingTarget target, String pytorch, String error, String warning)
    implements Serializable {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceProbe.class);

  /**
   * Probes one executor in a Spark job.
   *
   * @param precision number format requested for the model
   * @throws UserException when the requested device or number format is not available
   */
  public static DeviceProbe of(
      SparkSession spark, DeviceChoice device, RequestedPrecision precision) {
    DeviceProbe probe =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(precision), 1)
            .map(requested -> probe(device, requested))
            .first();
    if (!probe.error.isEmpty()) {
      throw UserException.device("%s", probe.error);
    }
    if (!probe.warning.isEmpty()) {
      LOG.warn("{}", probe.warning);
    }
    if (precision.isQuantised()
        && precision.choice() == PrecisionChoice.AUTO
        && !probe.target.isQuantised()) {
      LOG.warn(
          "The model is quantised, but the {} has no int8 instructions: it computes in {}",
          probe.device,
          probe.target.format());
    }
    return probe;
  }

  private static DeviceProbe probe(DeviceChoice choice, RequestedPrecision precision) {
    try {
      TaskDevice taskDevice = TaskDevice.of(choice);
      Device device = taskDevice.device();
      return new DeviceProbe(
          device.getDeviceType(),
          PyTorch.target(precision, device),
          PyTorch.version(),
          "",
          taskDevice.unusedGpu(choice).orElse(""));
    } catch (UserException e) {
      return new DeviceProbe("", ServingTarget.any(Precision.FP32), "", e.getMessage(), "");
    }
  }

  /** Default batch size on this device. */
  public int batchSize() {
    return TaskDevice.batchSize(device);
  }
}
