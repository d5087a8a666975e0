package org.saliency.spark.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;

class TaskDeviceTest {

  private static final String SLICE = "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f";

  @Test
  void indexIsTheCudaNumberWhenAllGpusAreVisible() {
    assertThat(GpuAddress.cudaNumber("0", "", 4)).isZero();
    assertThat(GpuAddress.cudaNumber("3", "", 4)).isEqualTo(3);
  }

  @Test
  void cudaNumberIsThePositionAmongVisibleGpus() {
    assertThat(GpuAddress.cudaNumber("3", "2,3", 2)).isEqualTo(1);
    assertThat(GpuAddress.cudaNumber(SLICE, "0, " + SLICE, 2)).isEqualTo(1);
  }

  @Test
  void anyUuidMatchesTheOnlyGpu() {
    assertThat(GpuAddress.cudaNumber(SLICE, "", 1)).isZero();
  }

  @Test
  void unavailableGpusAreRejected() {
    assertRejected("4", "", 4);
    assertRejected("0", "2,3", 2);
    assertRejected(SLICE, "", 2);
  }

  private static void assertRejected(String address, String visible, int count) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> GpuAddress.cudaNumber(address, visible, count))
        .withMessageContaining(address)
        .withMessageContaining(visible)
        .satisfies(error -> assertThat(error.kind()).isEqualTo(UserException.Kind.DEVICE));
  }

  @Test
  void cpuChoiceKeepsTheAssignedAddress() {
    TaskDevice device = TaskDevice.of(DeviceChoice.CPU, Optional.of("1"));

    assertThat(device.device()).isEqualTo(Device.cpu());
    assertThat(device.address()).isEqualTo("1");
    assertThat(device).isNotEqualTo(TaskDevice.of(DeviceChoice.CPU, Optional.of("0")));
  }

  @Test
  void withoutGpusAutoUsesTheCpuAndGpuIsRejected() {
    assumeTrue(PyTorch.gpuCount() == 0, "this machine has a GPU");

    assertThat(TaskDevice.of(DeviceChoice.AUTO, Optional.of("0")).device()).isEqualTo(Device.cpu());
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> TaskDevice.of(DeviceChoice.GPU, Optional.of("0")))
        .satisfies(error -> assertThat(error.kind()).isEqualTo(UserException.Kind.DEVICE));
  }
}
