package org.saliency.spark.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.saliency.spark.TestDownloads;

/**
 * PyTorch's CUDA build from PyPI over a CUDA runtime whose kernels do nothing, to rehearse the use
 * of a GPU where there is none.
 *
 * @param torch PyTorch's library folder
 * @param runtime folder of the runtime
 */
record NullGpu(Path torch, Path runtime) {

  private static final String PYTORCH = "2.7.1";

  /** Finds both in the user's cache folder or brings them, which downloads 3 GB. */
  static NullGpu bring() throws IOException, InterruptedException {
    Path folder = TestDownloads.folder("null-gpu-" + PYTORCH);
    Path runtime = folder.resolve("runtime");
    if (!Files.exists(runtime.resolve("driver/libcuda.so.1"))) {
      FileUtil.fullyDelete(folder.toFile());
      Files.createDirectories(folder);
      run("python3", "-m", "venv", folder.resolve("venv").toString());
      run(
          folder.resolve("venv/bin/python").toString(),
          "-m",
          "pip",
          "install",
          "-q",
          "torch==" + PYTORCH);
      run(
          "bash",
          Path.of("src", "test", "resources", "null-gpu", "build.sh").toString(),
          folder.resolve("venv").toString(),
          runtime.toString());
    }
    return new NullGpu(torch(folder.resolve("venv/lib")), runtime);
  }

  private static Path torch(Path packages) throws IOException {
    try (Stream<Path> python = Files.list(packages)) {
      return python.findFirst().orElseThrow().resolve("site-packages/torch/lib");
    }
  }

  /** Runs a script of the test resources with PyTorch in Python; returns its output. */
  String python(String script, Path argument) throws IOException, InterruptedException {
    Path venv = torch.resolve("../../../../..").normalize();
    return run(
        venv.resolve("bin/python").toString(),
        Path.of("src", "test", "resources", "null-gpu", script).toString(),
        argument.toString());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(List.of(command) + " failed: " + output);
    }
    return output;
  }

  /** Variables of a process that uses the GPU. */
  Map<String, String> environment(Map<String, String> settings) {
    Map<String, String> variables = new HashMap<>(withoutDriver());
    variables.put("LD_PRELOAD", runtime.resolve("libnullgpu.so").toString());
    variables.put("LD_LIBRARY_PATH", runtime.resolve("driver").toString());
    variables.put("NULLGPU_TORCH", torch.resolve("libtorch_cpu.so").toString());
    variables.putAll(settings);
    return variables;
  }

  /** Variables of a process with the same PyTorch on a node without a driver. */
  Map<String, String> withoutDriver() {
    return Map.of("PYTORCH_LIBRARY_PATH", torch.toString(), "SPARK_LOCAL_IP", "127.0.0.1");
  }
}
