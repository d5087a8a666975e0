package org.saliency.pytorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** What this machine's CPU can do, as Linux tells it; elsewhere nothing is known of it. */
final class CpuFeatures {

  private static final Path FEATURES = Path.of("/proc/cpuinfo");

  /** x86 with AVX-512 or AMX, and ARM. */
  private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16", "bf16");

  /** How Java names 64-bit x86, on Linux and Windows and on macOS. */
  private static final Set<String> X86 = Set.of("amd64", "x86_64");

  private CpuFeatures() {}

  /** Whether it is an x86, for which PyTorch is built with oneDNN. */
  static boolean isX86() {
    return X86.contains(System.getProperty("os.arch"));
  }

  /** Whether it multiplies bfloat16 by instructions of its own. */
  static boolean multipliesBfloat16() {
    try {
      return multipliesBfloat16(Files.readString(FEATURES));
    } catch (IOException e) {
      return false;
    }
  }

  static boolean multipliesBfloat16(String features) {
    return features
        .lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .anyMatch(BFLOAT16::contains);
  }
}
