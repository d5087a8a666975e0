package org.saliency.pytorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** Features of the CPU as Linux reports them; none on other systems. */
final class CpuFeatures {

  private static final Path FEATURES = Path.of("/proc/cpuinfo");

  /** Flags of x86 with AVX-512 or AMX, and of ARM. */
  private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16", "bf16");

  /** Flag of x86 with AMX. */
  private static final Set<String> BFLOAT16_TILES = Set.of("amx_bf16");

  /** Flags of x86 with instructions to multiply and add int8 (VNNI) or tiles of it (AMX). */
  private static final Set<String> INT8 = Set.of("avx512_vnni", "avx_vnni", "amx_int8");

  /** Java's names of 64-bit x86: on Linux and Windows, and on macOS. */
  private static final Set<String> X86 = Set.of("amd64", "x86_64");

  private CpuFeatures() {}

  /** Whether the CPU is an x86, for which PyTorch includes oneDNN. */
  static boolean isX86() {
    return X86.contains(System.getProperty("os.arch"));
  }

  /** Whether the CPU has instructions to multiply bfloat16. */
  static boolean hasBfloat16() {
    return hasBfloat16(features());
  }

  /** Whether the CPU is an x86 with instructions to multiply tiles of bfloat16. */
  static boolean hasBfloat16Tiles() {
    return isX86() && hasBfloat16Tiles(features());
  }

  /** Whether the CPU is an x86 with instructions to multiply int8. */
  static boolean hasInt8() {
    return isX86() && hasInt8(features());
  }

  static boolean hasBfloat16(String features) {
    return hasAny(features, BFLOAT16);
  }

  static boolean hasBfloat16Tiles(String features) {
    return hasAny(features, BFLOAT16_TILES);
  }

  static boolean hasInt8(String features) {
    return hasAny(features, INT8);
  }

  private static String features() {
    try {
      return Files.readString(FEATURES);
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean hasAny(String features, Set<String> flags) {
    return features
        .lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .anyMatch(flags::contains);
  }
}
