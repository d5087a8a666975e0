package org.saliency.spark.serving;

import java.util.Arrays;
import java.util.List;
import org.saliency.UserException;

/**
 * Turns the address of a GPU, as Spark's resource discovery has it, into CUDA's number in this
 * process: an index of the node or the UUID of a GPU or MIG slice into a place among the visible
 * ones.
 */
final class GpuAddress {

  private GpuAddress() {}

  /**
   * CUDA's number of a GPU.
   *
   * @param address an index, {@code GPU-…} or {@code MIG-…}
   * @param visible what {@code CUDA_VISIBLE_DEVICES} lists; empty where it is not set, so that all
   *     are visible
   * @param count GPUs that CUDA sees
   * @throws UserException when it is not among them
   */
  static int cudaNumber(String address, String visible, int count) {
    int number = visible.isBlank() ? unrestricted(address, count) : place(address, visible);
    if (number < 0 || number >= count) {
      throw UserException.device(
          "Spark gave this task GPU '%s', but PyTorch sees %d GPUs here%s: let"
              + " conf/gpu-discovery.sh name the GPUs, and set CUDA_VISIBLE_DEVICES where workers"
              + " share a node",
          address, count, visible.isBlank() ? "" : " (CUDA_VISIBLE_DEVICES is " + visible + ")");
    }
    return number;
  }

  private static int place(String address, String visible) {
    List<String> listed = Arrays.stream(visible.split(",")).map(String::strip).toList();
    return listed.indexOf(address);
  }

  /** A UUID is told apart from others by CUDA_VISIBLE_DEVICES alone, or by being the only one. */
  private static int unrestricted(String address, int count) {
    if (address.matches("\\d{1,4}")) {
      return Integer.parseInt(address);
    }
    return count == 1 ? 0 : -1;
  }
}
