package org.saliency.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Resident memory of this process (heap and native) in bytes, as Linux reports it; empty on other
 * systems.
 */
public final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");

  /** Resets the peak to the current value, see proc(5). */
  private static final String RESET_PEAK = "5";

  private ResidentMemory() {}

  /** Current resident memory. */
  public static OptionalLong now() {
    return line("VmRSS:");
  }

  /** Peak since the start of the process or the last {@link #resetPeak}. */
  public static OptionalLong peak() {
    return line("VmHWM:");
  }

  /** Resets the peak; does nothing where the system does not allow it. */
  public static void resetPeak() {
    try {
      Files.writeString(RESET, RESET_PEAK);
    } catch (IOException e) {
      // not allowed here
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
