package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void peakOfTheProcessIsPlausible() {
    Assumptions.assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")), "no /proc/self/status on this system");
    assertThat(Memory.peak(Device.cpu()).orElseThrow()).isGreaterThan(10L << 20);
  }
}
