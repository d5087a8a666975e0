package org.saliency.spark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.json.Json;

/** The GPU discovery script with a fake nvidia-smi. */
class GpuDiscoveryTest {

  private static final Path SCRIPT =
      Path.of("..", "conf", "gpu-discovery.sh").toAbsolutePath().normalize();

  private static final String TWO_GPUS =
      """
      GPU 0: NVIDIA H200 (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
      GPU 1: NVIDIA H200 (UUID: GPU-11111111-d33d-2b2c-524d-9e3d8d2b8a77)
      """;

  private static final String ONE_IN_SLICES =
      """
      GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
        MIG 3g.20gb     Device  0: (UUID: MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f)
        MIG 3g.20gb     Device  1: (UUID: MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb)
      GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-11111111-d33d-2b2c-524d-9e3d8d2b8a77)
      """;

  @TempDir Path folder;

  private record Outcome(int exitCode, String out, String err) {

    List<?> addresses() throws IOException {
      Map<?, ?> resource = Json.read(out, Map.class);
      assertThat(resource.get("name")).isEqualTo("gpu");
      return (List<?>) resource.get("addresses");
    }
  }

  private Outcome discover(Map<String, String> environment)
      throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", SCRIPT.toString()).redirectError(err.toFile());
    builder.environment().remove("CUDA_VISIBLE_DEVICES");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }

  /** A PATH with an nvidia-smi that prints a listing and exits with a code. */
  private Map<String, String> nvidiaSmi(String listing, int exitCode) throws IOException {
    Path command = folder.resolve("nvidia-smi");
    Files.writeString(folder.resolve("listing"), listing);
    Files.writeString(
        command, "#!/bin/sh\n[ \"$*\" = -L ] && cat '" + folder + "/listing'\nexit " + exitCode);
    assertThat(command.toFile().setExecutable(true)).isTrue();
    return Map.of("PATH", folder + ":" + System.getenv("PATH"));
  }

  private Map<String, String> nvidiaSmi(String listing, String visible) throws IOException {
    Map<String, String> environment = new java.util.HashMap<>(nvidiaSmi(listing, 0));
    environment.put("CUDA_VISIBLE_DEVICES", visible);
    return environment;
  }

  @Test
  void wholeGpusAreAddressedByIndex() throws Exception {
    List<?> addresses = discover(nvidiaSmi(TWO_GPUS, 0)).addresses();
    assertThat(addresses).isEqualTo(List.of("0", "1"));
  }

  @Test
  void slicesAreAddressedByUuid() throws Exception {
    List<?> addresses = discover(nvidiaSmi(ONE_IN_SLICES, 0)).addresses();
    assertThat(addresses)
        .isEqualTo(
            List.of(
                "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f",
                "MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb",
                "1"));
  }

  @Test
  void onlyVisibleGpusAreReported() throws Exception {
    assertThat((Object) discover(nvidiaSmi(TWO_GPUS, "1")).addresses()).isEqualTo(List.of("1"));
    assertThat((Object) discover(nvidiaSmi(TWO_GPUS, "7,0")).addresses()).isEqualTo(List.of("0"));
    assertThat((Object) discover(nvidiaSmi(TWO_GPUS, "")).addresses()).isEqualTo(List.of());
    String slice = "MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb";
    assertThat((Object) discover(nvidiaSmi(ONE_IN_SLICES, slice)).addresses())
        .isEqualTo(List.of(slice));
  }

  @Test
  void nodesWithoutGpusReportNone() throws Exception {
    assertThat((Object) discover(nvidiaSmi("No devices were found\n", 6)).addresses())
        .isEqualTo(List.of());
  }

  @Test
  void driverErrorsAreReported() throws Exception {
    Outcome broken = discover(nvidiaSmi("Failed to initialize NVML: Driver/library mismatch\n", 9));
    assertThat(broken.exitCode()).isNotZero();
    assertThat(broken.err()).contains("nvidia-smi -L failed").contains("Driver/library mismatch");

    Path tools = Files.createDirectory(folder.resolve("tools"));
    Files.createSymbolicLink(tools.resolve("uname"), Path.of("/bin/uname"));
    Outcome missing = discover(Map.of("PATH", tools.toString()));
    assertThat(missing.exitCode()).isNotZero();
    assertThat(missing.err()).contains("nvidia-smi is not on the PATH");
  }
}
