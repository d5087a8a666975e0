package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeviceUseTest {

  private long now = 7_000_000_000L;
  private long onDevice = 3_000_000_000L;

  private void pass(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Lets time pass in which the GPU computes. */
  private void passOnGpu(int seconds) {
    pass(seconds);
    onDevice += TimeUnit.SECONDS.toNanos(seconds);
  }

  private DeviceUse cpu() {
    return DeviceUse.ofCpu(() -> now);
  }

  private DeviceUse gpu() {
    return DeviceUse.ofGpu(() -> now, () -> onDevice);
  }

  /**
   * Two tasks, from 10 s to 30 s and from 20 s to 40 s. The first predicts from 15 s to 25 s, the
   * second from 22 s to 31 s, including its wait for the device. A GPU would compute from 20 s to
   * 25 s and from 30 s to 31 s, and packs and unpacks frames else.
   */
  private DeviceUse.Seconds twoTasks(DeviceUse use) {
    pass(10);
    use.beginTask();
    pass(5);
    use.beginPass();
    pass(5);
    use.beginTask();
    passOnGpu(2);
    use.beginPass();
    passOnGpu(3);
    use.endPass();
    pass(5);
    use.endTask();
    passOnGpu(1);
    use.endPass();
    pass(9);
    use.endTask();
    pass(100);
    return use.seconds();
  }

  @Test
  void aGpuIsAssignedWithAnyTaskAndBusyWhileItComputes() {
    DeviceUse.Seconds seconds = twoTasks(gpu());

    assertThat(seconds).isEqualTo(new DeviceUse.Seconds(30, 6));
    assertThat(seconds.busyShare()).isCloseTo(6.0 / 30, within(1e-12));
  }

  @Test
  void whatAGpuComputesOutsideOfTasksDoesNotCount() {
    DeviceUse use = gpu();
    passOnGpu(4); // tests the model
    use.beginTask();
    pass(1);
    passOnGpu(2);
    use.endTask();
    passOnGpu(5);

    assertThat(use.seconds()).isEqualTo(new DeviceUse.Seconds(3, 2));
  }

  @Test
  void timesOfTasksAddUpOnACpu() {
    DeviceUse.Seconds seconds = twoTasks(cpu());

    assertThat(seconds).isEqualTo(new DeviceUse.Seconds(40, 19));
    assertThat(seconds.busyShare()).isCloseTo(19.0 / 40, within(1e-12));
  }

  @Test
  void runningTasksCountUntilNow() {
    DeviceUse use = gpu();
    use.beginTask();
    pass(3);
    use.beginPass();
    passOnGpu(1);

    assertThat(use.seconds()).isEqualTo(new DeviceUse.Seconds(4, 1));
  }

  @Test
  void busyShareIsNaNWithoutTasks() {
    DeviceUse use = gpu();
    pass(3);

    assertThat(use.seconds().busyShare()).isNaN();
  }
}
