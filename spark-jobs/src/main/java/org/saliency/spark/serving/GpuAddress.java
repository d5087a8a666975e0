package org.saliency.spark.serving;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.saliency.UserException;

/**
 * Converts a GPU address of Spark's resource discovery (index on the node, or UUID of a GPU or MIG
 * slice) to the CUDA device number in this process, which counts visible GPUs only.
 *
 * @param address index, {@code GPU-…} or {@code MIG-…}
 * @param visible value of {@code CUDA_VISIBLE_DEVICES}; empty when unset, so all are visible
 * @param order value of {@code CUDA_DEVICE_ORDER}; empty when unset
 * @param node lists the GPUs of the node; only asked when they matter
 */
record GpuAddress(String address, String visible, String order, Supplier<NodeGpus> node) {

  private static final String BY_BUS = "PCI_BUS_ID";

  /**
   * The CUDA device number.
   *
   * @param count number of GPUs visible to CUDA
   * @throws UserException when the GPU is not visible, unknown, or its number is not certain
   */
  int cudaNumber(int count) {
    Optional<Integer> number = visible.isBlank() ? amongAll(count) : amongVisible();
    return number
        .filter(found -> found < count)
        .orElseThrow(
            () ->
                UserException.device(
                    "Invalid GPU address '%s' from Spark: PyTorch sees %d GPUs%s, nvidia-smi lists"
                        + " %s; use conf/gpu-discovery.sh for discovery and set"
                        + " CUDA_VISIBLE_DEVICES where workers share a node",
                    address,
                    count,
                    visible.isBlank() ? "" : " (CUDA_VISIBLE_DEVICES=" + visible + ")",
                    listed()));
  }

  private String listed() {
    List<NodeGpus.Gpu> gpus = node.get().gpus();
    return gpus.isEmpty()
        ? "none"
        : gpus.stream()
            .map(gpu -> String.format(Locale.ROOT, "%d %s", gpu.index(), gpu.uuid()))
            .collect(Collectors.joining(", "));
  }

  private Optional<Integer> amongVisible() {
    List<String> entries = Arrays.stream(visible.split(",")).map(String::strip).toList();
    int same = entries.indexOf(address);
    if (same >= 0) {
      return Optional.of(same); // discovery names GPUs as this variable does
    }
    Optional<NodeGpus.Gpu> gpu = node.get().at(address);
    for (int i = 0; i < entries.size() && gpu.isPresent(); i++) {
      if (gpu.get().isAt(entries.get(i))) {
        if (isIndex(entries.get(i))) {
          requireOrderByBus();
        }
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private Optional<Integer> amongAll(int count) {
    Optional<Integer> number =
        isIndex(address)
            ? Optional.of(Integer.parseInt(address))
            : node.get().at(address).map(NodeGpus.Gpu::index);
    if (number.isPresent()) {
      requireOrderByBus();
      return number;
    }
    // A MIG slice, or a UUID that cannot be looked up, can only be meant if there is just one.
    boolean isCertain = count == 1 && (node.get().gpus().isEmpty() || !address.startsWith("GPU-"));
    return isCertain ? Optional.of(0) : Optional.empty();
  }

  private static boolean isIndex(String text) {
    return text.matches("\\d{1,4}");
  }

  /** An index of nvidia-smi is CUDA's number only if CUDA numbers GPUs by bus, too. */
  private void requireOrderByBus() {
    if (!order.equals(BY_BUS) && node.get().isMixed()) {
      throw UserException.device(
          "GPU address '%s' from Spark is ambiguous: this node has GPUs of several kinds (%s), which"
              + " CUDA numbers by speed; set CUDA_DEVICE_ORDER=%s, for executors with --conf"
              + " spark.executorEnv.CUDA_DEVICE_ORDER=%s",
          address,
          node.get().gpus().stream().map(NodeGpus.Gpu::name).collect(Collectors.joining(", ")),
          BY_BUS,
          BY_BUS);
    }
  }
}
