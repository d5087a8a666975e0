package org.saliency.spark.task;

import java.util.function.LongSupplier;
import org.saliency.spark.serving.TaskDevice;

/**
 * Busy share of a device: time in forward passes relative to the time it is assigned to tasks. A
 * GPU runs one pass at a time, so it is assigned while at least one task uses it and busy while at
 * least one task predicts; passes that wait for their turn count once. On a CPU each task has its
 * own cores, so the times of all tasks add up. A task starts when its model is open.
 */
public final class DeviceUse {

  private final int passesAtOnce;
  private final LongSupplier nanoTime;
  private int tasks;
  private int passes;
  private long assignedNanos;
  private long busyNanos;
  private long last;

  /**
   * Starts counting.
   *
   * @param passesAtOnce forward passes that the device can run concurrently
   * @param nanoTime clock, as {@link System#nanoTime}
   */
  DeviceUse(int passesAtOnce, LongSupplier nanoTime) {
    this.passesAtOnce = passesAtOnce;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  static DeviceUse of(TaskDevice device) {
    return new DeviceUse(device.device().isGpu() ? 1 : Integer.MAX_VALUE, System::nanoTime);
  }

  /** For tasks that use no device. */
  static DeviceUse none() {
    return new DeviceUse(0, System::nanoTime);
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
    assignedNanos += (now - last) * Math.min(passesAtOnce, tasks);
    busyNanos += (now - last) * Math.min(passesAtOnce, passes);
    last = now;
  }
}
