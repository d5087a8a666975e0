package org.saliency.spark.task;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.saliency.pytorch.DeviceTime;
import org.saliency.spark.serving.TaskDevice;

/**
 * Busy share of a device: time in forward passes relative to the time it is assigned to tasks. A
 * GPU is assigned while at least one task uses it, and busy as {@link DeviceTime} says, without
 * what tasks do on the CPU before and after a pass. On a CPU each task has its own cores, so the
 * times of all tasks add up. A task starts when its model is open.
 */
public final class DeviceUse {

  private final int tasksAtOnce;
  private final LongSupplier nanoTime;
  private final Optional<LongSupplier> nanosOnDevice;
  private int tasks;
  private int passes;
  private long assignedNanos;
  private long busyNanos;
  private long last;
  private long lastOnDevice;

  private DeviceUse(int tasksAtOnce, LongSupplier nanoTime, Optional<LongSupplier> nanosOnDevice) {
    this.tasksAtOnce = tasksAtOnce;
    this.nanoTime = nanoTime;
    this.nanosOnDevice = nanosOnDevice;
    this.last = nanoTime.getAsLong();
    this.lastOnDevice = nanosOnDevice.map(LongSupplier::getAsLong).orElse(0L);
  }

  /**
   * Starts counting the use of a GPU.
   *
   * @param nanoTime clock, as {@link System#nanoTime}
   * @param nanosOnDevice time of forward passes on the GPU so far
   */
  static DeviceUse ofGpu(LongSupplier nanoTime, LongSupplier nanosOnDevice) {
    return new DeviceUse(1, nanoTime, Optional.of(nanosOnDevice));
  }

  /**
   * Starts counting the use of a CPU.
   *
   * @param nanoTime clock, as {@link System#nanoTime}
   */
  static DeviceUse ofCpu(LongSupplier nanoTime) {
    return new DeviceUse(Integer.MAX_VALUE, nanoTime, Optional.empty());
  }

  static DeviceUse of(TaskDevice device) {
    return device.device().isGpu()
        ? ofGpu(System::nanoTime, DeviceTime.of(device.device())::nanos)
        : ofCpu(System::nanoTime);
  }

  /** For tasks that use no device. */
  static DeviceUse none() {
    return new DeviceUse(0, System::nanoTime, Optional.empty());
  }

  /**
   * Use of a device so far.
   *
   * @param assigned seconds assigned to tasks
   * @param busy seconds of these spent on forward passes
   */
  public record Seconds(double assigned, double busy) {

    static final Seconds NONE = new Seconds(0, 0);

    Seconds plus(Seconds other) {
      return new Seconds(assigned + other.assigned, busy + other.busy);
    }

    /** In 0..1; NaN before the first task. */
    public double busyShare() {
      return busy / assigned;
    }
  }

  synchronized void beginTask() {
    advance();
    tasks++;
  }

  synchronized void endTask() {
    advance();
    tasks--;
  }

  synchronized void beginPass() {
    advance();
    passes++;
  }

  synchronized void endPass() {
    advance();
    passes--;
  }

  synchronized Seconds seconds() {
    advance();
    return new Seconds(assignedNanos / 1e9, busyNanos / 1e9);
  }

  private void advance() {
    long now = nanoTime.getAsLong();
    long assigned = (now - last) * Math.min(tasksAtOnce, tasks);
    assignedNanos += assigned;
    if (nanosOnDevice.isEmpty()) {
      busyNanos += (now - last) * Math.min(tasksAtOnce, passes);
    } else {
      long onDevice = nanosOnDevice.get().getAsLong();
      busyNanos += Math.min(assigned, onDevice - lastOnDevice); // other passes are no task's
      lastOnDevice = onDevice;
    }
    last = now;
  }
}
