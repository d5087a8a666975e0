package org.saliency.spark.serving;

import ai.djl.Device;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.saliency.UserException;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;

/**
 * Where a task's model runs. With GPUs as a Spark resource it is the first that Spark gave the
 * task; without, the first that PyTorch sees.
 *
 * @param device of PyTorch
 * @param address of the GPU that Spark gave the task, used or not; empty when it gave none
 */
public record TaskDevice(Device device, String address) {

  private static final String RESOURCE = "gpu";
  private static final int GPU_BATCH = 8;

  /** The weights are read from memory once a forward pass; more frames would gain little. */
  private static final int CPU_BATCH = 2;

  /**
   * Frames in a forward pass where the user leaves it open.
   *
   * @param deviceType {@code cpu} or {@code gpu}
   */
  public static int batchSize(String deviceType) {
    return deviceType.equals("gpu") ? GPU_BATCH : CPU_BATCH;
  }

  /**
   * The device of the task that asks.
   *
   * @throws UserException when it is to be a GPU and none is there, or Spark's is not
   */
  public static TaskDevice of(DeviceChoice choice) {
    return of(choice, assigned(TaskContext.get()));
  }

  static TaskDevice of(DeviceChoice choice, Optional<String> address) {
    Device device =
        choice == DeviceChoice.CPU || address.isEmpty() || PyTorch.gpuCount() == 0
            ? PyTorch.device(choice)
            : Device.gpu(cudaNumber(address.get()));
    return new TaskDevice(device, address.orElse(""));
  }

  private static int cudaNumber(String address) {
    String visible = Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")).orElse("");
    return GpuAddress.cudaNumber(address, visible, PyTorch.gpuCount());
  }

  private static Optional<String> assigned(TaskContext context) {
    ResourceInformation gpus = context.resourcesJMap().get(RESOURCE);
    return gpus == null || gpus.addresses().length == 0
        ? Optional.empty()
        : Optional.of(gpus.addresses()[0]);
  }
}
