package org.saliency.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Memory that this process has resident, heap and native together, in bytes, as Linux tells it;
 * empty elsewhere.
 */
public final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");

  /** As proc(5) has it: the peak becomes what is resident now. */
  private static final String FORGET_PEAK = "5";

  private ResidentMemory() {}

  /** What is resident now. */
  public static OptionalLong now() {
    return line("VmRSS:");
  }

  /** The most that was resident since the start, or since {@link #forgetPeak}. */
  public static OptionalLong peak() {
    return line("VmHWM:");
  }

  /** Starts the peak anew; where the system does not allow that, it goes on from the start. */
  public static void forgetPeak() {
    try {
      Files.writeString(RESET, FORGET_PEAK);
    } catch (IOException e) {
      // told above
    }
  }

  private static OptionalLong line(String name) {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
