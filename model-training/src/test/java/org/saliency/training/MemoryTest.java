package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void thePeakOfTheProcessIsAtLeastWhatIsHeldNow() {
    Assumptions.assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")), "this system has no /proc/self/status");
    assertThat(Memory.peak(Device.cpu()).orElseThrow()).isGreaterThan(10L << 20);
  }
}
