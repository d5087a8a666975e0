package org.saliency.spark.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;

class TaskDeviceTest {

  private static final String SLICE = "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f";

  private static final String UNKNOWN = "GPU-22222222-d33d-2b2c-524d-9e3d8d2b8a77";

  /** Two kinds of GPUs: CUDA numbers the faster one 0 unless it is asked to number by bus. */
  private static final String MIXED =
      """
      GPU 0: NVIDIA T4 (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
      GPU 1: NVIDIA H200 (UUID: GPU-11111111-d33d-2b2c-524d-9e3d8d2b8a77)
      """;

  private static final String T4 = "GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77";
  private static final String H200 = "GPU-11111111-d33d-2b2c-524d-9e3d8d2b8a77";

  @TempDir Path folder;

  /** The address on a node without nvidia-smi. */
  private GpuAddress address(String address, String visible) {
    return new GpuAddress(
        address, visible, "", () -> NodeGpus.list(folder.resolve("missing").toString()));
  }

  /** The address on a node with a listing of GPUs. */
  private GpuAddress address(String address, String visible, String order, String listing) {
    return new GpuAddress(address, visible, order, () -> NodeGpus.list(nvidiaSmi(listing)));
  }

  private String nvidiaSmi(String listing) {
    try {
      Path command = folder.resolve("nvidia-smi");
      Files.writeString(folder.resolve("listing"), listing);
      Files.writeString(command, "#!/bin/sh\n[ \"$*\" = -L ] && cat '" + folder + "/listing'\n");
      assertThat(command.toFile().setExecutable(true)).isTrue();
      return command.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void indexIsTheCudaNumberWhenAllGpusAreVisible() {
    assertThat(address("0", "").cudaNumber(4)).isZero();
    assertThat(address("3", "").cudaNumber(4)).isEqualTo(3);
  }

  @Test
  void cudaNumberIsThePositionAmongVisibleGpus() {
    assertThat(address("3", "2,3").cudaNumber(2)).isEqualTo(1);
    assertThat(address(SLICE, "0, " + SLICE).cudaNumber(2)).isEqualTo(1);
  }

  @Test
  void anyUuidMatchesTheOnlyGpu() {
    assertThat(address(SLICE, "").cudaNumber(1)).isZero();
    assertThat(address(T4, "").cudaNumber(1)).isZero();
  }

  @Test
  void uuidsAreLookedUpByBusWhenCudaNumbersByBus() {
    assertThat(address(T4, "", "PCI_BUS_ID", MIXED).cudaNumber(2)).isZero();
    assertThat(address(H200, "", "PCI_BUS_ID", MIXED).cudaNumber(2)).isEqualTo(1);
    assertThat(address("1", "", "PCI_BUS_ID", MIXED).cudaNumber(2)).isEqualTo(1);
  }

  @Test
  void visibleGpusMayBeNamedInAnotherWayThanTheAddress() {
    assertThat(address(T4, "1,0", "PCI_BUS_ID", MIXED).cudaNumber(2)).isEqualTo(1);
    assertThat(address("0", H200 + "," + T4, "", MIXED).cudaNumber(2)).isEqualTo(1);
    assertThat(address(H200, "GPU-1111,GPU-5d5b", "", MIXED).cudaNumber(2)).isZero();
  }

  @Test
  void numbersThatDependOnCudasOrderAreRejectedOnNodesWithSeveralKindsOfGpus() {
    for (GpuAddress uncertain :
        List.of(
            address("1", "", "", MIXED),
            address(H200, "", "FASTEST_FIRST", MIXED),
            address(H200, "0,1", "", MIXED))) {
      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> uncertain.cudaNumber(2))
          .withMessageContaining("NVIDIA T4, NVIDIA H200")
          .withMessageContaining("CUDA_DEVICE_ORDER=PCI_BUS_ID")
          .satisfies(error -> assertThat(error.kind()).isEqualTo(UserException.Kind.DEVICE));
    }
    assertThat(address("1", "", "", MIXED.replace("T4", "H200")).cudaNumber(2)).isEqualTo(1);
    assertThat(address("1", "0,1", "", MIXED).cudaNumber(2)).isEqualTo(1);
  }

  @Test
  void unknownUuidsAreRejectedWithThoseOfTheNode() {
    for (GpuAddress unknown :
        List.of(
            address(UNKNOWN, "", "PCI_BUS_ID", MIXED),
            address(UNKNOWN, "0,1", "PCI_BUS_ID", MIXED))) {
      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> unknown.cudaNumber(2))
          .withMessageContaining(UNKNOWN)
          .withMessageContaining("0 " + T4 + ", 1 " + H200);
    }
    String one = MIXED.lines().findFirst().orElseThrow();
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> address(UNKNOWN, "", "", one).cudaNumber(1));
  }

  @Test
  void unavailableGpusAreRejected() {
    assertRejected("4", "", 4);
    assertRejected("0", "2,3", 2);
    assertRejected(SLICE, "", 2);
  }

  private void assertRejected(String address, String visible, int count) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> address(address, visible).cudaNumber(count))
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

  @Test
  void anAssignedGpuThatCannotBeUsedIsNoted() {
    TaskDevice cpu = new TaskDevice(Device.cpu(), "1");
    assertThat(cpu.unusedGpu(DeviceChoice.AUTO))
        .get()
        .asString()
        .startsWith("Spark assigned GPU '1' to a task, which computes on the CPU nevertheless: ");
    assertThat(cpu.unusedGpu(DeviceChoice.CPU)).isEmpty();
    assertThat(new TaskDevice(Device.cpu(), "").unusedGpu(DeviceChoice.AUTO)).isEmpty();
    assertThat(new TaskDevice(Device.gpu(1), "1").unusedGpu(DeviceChoice.AUTO)).isEmpty();
  }
}
