package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeviceUseTest {

  private long now = 7_000_000_000L;

  private void pass(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  /**
   * Two tasks, from 10 s to 30 s and from 20 s to 40 s. The first predicts from 15 s to 25 s, the
   * second from 22 s to 31 s, including its wait for the device.
   */
  private DeviceUse.Seconds twoTasks(int passesAtOnce) {
    DeviceUse use = new DeviceUse(passesAtOnce, () -> now);
    pass(10);
    use.beginTask();
    pass(5);
    use.beginPass();
    pass(5);
    use.beginTask();
    pass(2);
    use.beginPass();
    pass(3);
    use.endPass();
    pass(5);
    use.endTask();
    pass(1);
    use.endPass();
    pass(9);
    use.endTask();
    pass(100);
    return use.seconds();
  }

  @Test
  void aGpuIsAssignedWithAnyTaskAndBusyWithAnyPrediction() {
    DeviceUse.Seconds seconds = twoTasks(1);

    assertThat(seconds).isEqualTo(new DeviceUse.Seconds(30, 16));
    assertThat(seconds.busyShare()).isCloseTo(16.0 / 30, within(1e-12));
  }

  @Test
  void timesOfTasksAddUpOnACpu() {
    DeviceUse.Seconds seconds = twoTasks(Integer.MAX_VALUE);

    assertThat(seconds).isEqualTo(new DeviceUse.Seconds(40, 19));
    assertThat(seconds.busyShare()).isCloseTo(19.0 / 40, within(1e-12));
  }

  @Test
  void runningTasksCountUntilNow() {
    DeviceUse use = new DeviceUse(1, () -> now);
    use.beginTask();
    pass(3);
    use.beginPass();
    pass(1);

    assertThat(use.seconds()).isEqualTo(new DeviceUse.Seconds(4, 1));
  }

  @Test
  void busyShareIsNaNWithoutTasks() {
    DeviceUse use = new DeviceUse(1, () -> now);
    pass(3);

    assertThat(use.seconds().busyShare()).isNaN();
  }
}
