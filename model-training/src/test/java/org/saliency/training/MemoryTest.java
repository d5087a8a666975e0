package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void failuresForWantOfMemoryAreToldFromOthers() {
    assertThat(
            Memory.isExhausted(
                new EngineException("CUDA out of memory. Tried to allocate 20.00 MiB")))
        .isTrue();
    assertThat(
            Memory.isExhausted(
                new EngineException("DefaultCPUAllocator: can't allocate memory: you tried ...")))
        .isTrue();
    assertThat(Memory.isExhausted(new EngineException("expected scalar type Float"))).isFalse();
    assertThat(Memory.isExhausted(new EngineException((String) null))).isFalse();
  }

  @Test
  void thePeakOfTheProcessIsAtLeastWhatIsHeldNow() {
    Assumptions.assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")), "this system has no /proc/self/status");
    assertThat(Memory.peak(Device.cpu()).orElseThrow()).isGreaterThan(10L << 20);
  }
}
