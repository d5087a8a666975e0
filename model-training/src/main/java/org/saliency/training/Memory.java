package org.saliency.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.saliency.machine.ResidentMemory;

/** Memory used by training. */
final class Memory {

  private Memory() {}

  /**
   * Peak memory in bytes; empty if unknown. For a GPU, the device memory in use, by other processes
   * too: PyTorch keeps the memory it allocates, so this includes the peak of this process. For a
   * CPU, the peak resident memory of this process.
   */
  static OptionalLong peak(Device device) {
    return device.isGpu() ? ofGpu(device) : ResidentMemory.peak();
  }

  private static OptionalLong ofGpu(Device device) {
    OptionalLong bytes = ofRuntime(device);
    return bytes.isPresent() ? bytes : ofDriverTool(device);
  }

  /** Memory in use on a GPU; empty if the CUDA runtime is not on the library path. */
  private static OptionalLong ofRuntime(Device device) {
    try {
      return OptionalLong.of(CudaUtils.getGpuMemory(device).getUsed());
    } catch (IllegalStateException | IllegalArgumentException | EngineException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong ofDriverTool(Device device) {
    try {
      Process tool =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=memory.used",
                  "--format=csv,noheader,nounits",
                  "--id=" + device.getDeviceId())
              .redirectErrorStream(true)
              .start();
      String text =
          new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = tool.waitFor(10, TimeUnit.SECONDS);
      return ended && text.matches("\\d+")
          ? OptionalLong.of(Long.parseLong(text) << 20)
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  /** Readable text, in gigabytes. */
  static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
