package org.saliency.training;

import ai.djl.Device;
import java.util.Locale;
import java.util.OptionalLong;
import org.saliency.machine.ResidentMemory;
import org.saliency.pytorch.PyTorch;

/** Memory used by training. */
final class Memory {

  private Memory() {}

  /**
   * Peak memory in bytes; empty if unknown. For a GPU, the device memory in use, by other processes
   * too: PyTorch keeps the memory it allocates, so this includes the peak of this process. For a
   * CPU, the peak resident memory of this process.
   */
  static OptionalLong peak(Device device) {
    return device.isGpu() ? PyTorch.usedMemory(device) : ResidentMemory.peak();
  }

  /** Readable text, in gigabytes. */
  static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
