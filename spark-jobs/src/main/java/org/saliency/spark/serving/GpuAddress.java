package org.saliency.spark.serving;

import java.util.Arrays;
import java.util.List;
import org.saliency.UserException;

/**
 * Converts a GPU address of Spark's resource discovery (index on the node, or UUID of a GPU or MIG
 * slice) to the CUDA device number in this process, which counts visible GPUs only.
 */
final class GpuAddress {

  private GpuAddress() {}

  /**
   * The CUDA device number.
   *
   * @param address index, {@code GPU-…} or {@code MIG-…}
   * @param visible value of {@code CUDA_VISIBLE_DEVICES}; empty when unset, so all are visible
   * @param count number of GPUs visible to CUDA
   * @throws UserException when the GPU is not visible
   */
  static int cudaNumber(String address, String visible, int count) {
    int number = visible.isBlank() ? unrestricted(address, count) : position(address, visible);
    if (number < 0 || number >= count) {
      throw UserException.device(
          "Invalid GPU address '%s' from Spark: PyTorch sees %d GPUs%s; use conf/gpu-discovery.sh"
              + " for discovery and set CUDA_VISIBLE_DEVICES where workers share a node",
          address, count, visible.isBlank() ? "" : " (CUDA_VISIBLE_DEVICES=" + visible + ")");
    }
    return number;
  }

  private static int position(String address, String visible) {
    List<String> listed = Arrays.stream(visible.split(",")).map(String::strip).toList();
    return listed.indexOf(address);
  }

  /** Without CUDA_VISIBLE_DEVICES, a UUID is unambiguous only for a single GPU. */
  private static int unrestricted(String address, int count) {
    if (address.matches("\\d{1,4}")) {
      return Integer.parseInt(address);
    }
    return count == 1 ? 0 : -1;
  }
}
