package org.saliency.spark.job;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.torchscript.PyTorch;
import org.saliency.torchscript.PyTorch.DeviceChoice;

/**
 * What an executor has to run a model on, asked before any work is done.
 *
 * @param device for example {@code cpu} or {@code gpu}
 * @param pytorch version of PyTorch's library
 * @param fault why there is none; empty when there is
 */
record DeviceProbe(String device, String pytorch, String fault) implements Serializable {

  /** Frames in a forward pass: on a CPU more than one gain nothing. */
  private static final int GPU_BATCH = 8;

  /**
   * Asks one executor.
   *
   * @throws UserException when the device asked for is not there
   */
  static DeviceProbe of(SparkSession spark, DeviceChoice choice) {
    DeviceProbe probe =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(choice), 1)
            .map(DeviceProbe::here)
            .first();
    if (!probe.fault.isEmpty()) {
      throw UserException.device("%s", probe.fault);
    }
    return probe;
  }

  private static DeviceProbe here(DeviceChoice choice) {
    try {
      String device = PyTorch.device(choice).getDeviceType();
      return new DeviceProbe(device, PyTorch.version(), "");
    } catch (UserException fault) {
      return new DeviceProbe("", "", fault.getMessage());
    }
  }

  /** Frames in a forward pass where the user leaves it open. */
  int batchSize() {
    return device.equals("gpu") ? GPU_BATCH : 1;
  }
}
