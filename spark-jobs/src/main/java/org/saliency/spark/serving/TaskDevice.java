package org.saliency.spark.serving;

import ai.djl.Device;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.saliency.UserException;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;

/**
 * The device on which a task's model runs. With GPUs as a Spark resource, the first one assigned to
 * the task; otherwise the first one that PyTorch sees.
 *
 * @param device of PyTorch
 * @param address of the GPU that Spark assigned, even if unused; empty without one
 */
public record TaskDevice(Device device, String address) {

  private static NodeGpus nodeGpus;

  private static final String RESOURCE = "gpu";
  private static final int GPU_BATCH = 32;

  /** Amortises reading the weights from memory; larger batches gain little. */
  private static final int CPU_BATCH = 2;

  /**
   * Default number of frames in a forward pass.
   *
   * @param deviceType {@code cpu} or {@code gpu}
   */
  public static int batchSize(String deviceType) {
    return deviceType.equals("gpu") ? GPU_BATCH : CPU_BATCH;
  }

  /**
   * The device of the current Spark task.
   *
   * @throws UserException when the requested GPU, or the one that Spark assigned, is not available
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

  /** What is wrong if Spark assigned a GPU that the device is not; empty if it did not. */
  Optional<String> unusedGpu(DeviceChoice choice) {
    return choice == DeviceChoice.CPU || address.isEmpty() || device.isGpu()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Spark assigned GPU '%s' to a task, which computes on the CPU nevertheless: %s",
                address,
                PyTorch.noGpu()));
  }

  private static int cudaNumber(String address) {
    return new GpuAddress(
            address,
            environment("CUDA_VISIBLE_DEVICES"),
            environment("CUDA_DEVICE_ORDER"),
            TaskDevice::nodeGpus)
        .cudaNumber(PyTorch.gpuCount());
  }

  private static String environment(String variable) {
    return Optional.ofNullable(System.getenv(variable)).orElse("");
  }

  private static synchronized NodeGpus nodeGpus() {
    if (nodeGpus == null) {
      nodeGpus = NodeGpus.list("nvidia-smi");
    }
    return nodeGpus;
  }

  private static Optional<String> assigned(TaskContext context) {
    ResourceInformation gpus = context.resourcesJMap().get(RESOURCE);
    return gpus == null || gpus.addresses().length == 0
        ? Optional.empty()
        : Optional.of(gpus.addresses()[0]);
  }
}
