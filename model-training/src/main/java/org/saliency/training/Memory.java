package org.saliency.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.saliency.machine.ResidentMemory;

/** How much memory training takes. */
final class Memory {

  private Memory() {}

  /**
   * The most memory in use so far, in bytes: of a GPU what is in use on it, by other processes, too
   * (PyTorch keeps what it once took, so that this is the peak of this process); of the CPU the
   * most that this process had resident. Empty when the system does not tell.
   */
  static OptionalLong peak(Device device) {
    return device.isGpu() ? ofGpu(device) : ResidentMemory.peak();
  }

  private static OptionalLong ofGpu(Device device) {
    OptionalLong told = ofRuntime(device);
    return told.isPresent() ? told : ofDriverTool(device);
  }

  /** What is in use on a GPU; empty when the CUDA runtime is not on the library path. */
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
          new String(tool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
              .strip();
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

  /** For people, in gigabytes. */
  static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
