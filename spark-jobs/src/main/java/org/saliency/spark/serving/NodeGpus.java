package org.saliency.spark.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The GPUs of this node as {@code nvidia-smi} lists them, which is by bus.
 *
 * @param gpus empty when they cannot be listed
 */
record NodeGpus(List<Gpu> gpus) {

  private static final Pattern LINE = Pattern.compile("GPU (\\d+): (.*) \\(UUID: (GPU-[^)]*)\\)");
  private static final int TIMEOUT_SECONDS = 30;

  /**
   * A GPU.
   *
   * @param index by bus
   * @param name of its kind
   */
  record Gpu(int index, String name, String uuid) {

    /**
     * Whether this GPU is meant by an index, or by a UUID or the start of one, as CUDA takes it.
     */
    boolean isAt(String address) {
      return address.equals(Integer.toString(index))
          || (address.startsWith("GPU-") && uuid.startsWith(address));
    }
  }

  /**
   * Lists the GPUs.
   *
   * @param command {@code nvidia-smi} or the path of it
   */
  static NodeGpus list(String command) {
    try {
      Process process = new ProcessBuilder(command, "-L").redirectErrorStream(true).start();
      try {
        // The listing is shorter than a pipe's buffer, so the command ends before it is read.
        return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
            ? parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            : new NodeGpus(List.of());
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return new NodeGpus(List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new NodeGpus(List.of());
    }
  }

  private static NodeGpus parse(String listing) {
    List<Gpu> gpus = new ArrayList<>();
    listing
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::lookingAt)
        .forEach(
            line ->
                gpus.add(new Gpu(Integer.parseInt(line.group(1)), line.group(2), line.group(3))));
    return new NodeGpus(List.copyOf(gpus));
  }

  Optional<Gpu> at(String address) {
    return gpus.stream().filter(gpu -> gpu.isAt(address)).findFirst();
  }

  /** Whether there are GPUs of several kinds, which CUDA by default does not number by bus. */
  boolean isMixed() {
    return gpus.stream().map(Gpu::name).distinct().count() > 1;
  }
}
