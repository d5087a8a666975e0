package org.saliency.spark.task;

import java.util.function.LongSupplier;
import org.saliency.spark.serving.TaskDevice;

/**
 * How busy a device is: the time that it spends on forward passes, of the time that tasks give it.
 * A GPU makes one pass at a time, so it is given the time with any task on it, and is busy while
 * any task predicts. On a CPU each task has cores of its own, so the times of all tasks add up.
 * Passes that wait for their turn count once. A task begins when its model is open.
 */
public final class DeviceUse {

  private final int passesAtOnce;
  private final LongSupplier nanoTime;
  private int tasks;
  private int passes;
  private long givenNanos;
  private long busyNanos;
  private long last;

  /**
   * A device that nobody has used.
   *
   * @param passesAtOnce forward passes that it can make side by side
   * @param nanoTime the clock, as {@link System#nanoTime}
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
   * What it has been used for so far.
   *
   * @param given seconds that tasks gave it
   * @param busy seconds of these that it spent on forward passes
   */
  public record Seconds(double given, double busy) {

    static final Seconds NONE = new Seconds(0, 0);

    Seconds plus(Seconds other) {
      return new Seconds(given + other.given, busy + other.busy);
    }

    /** In 0..1; not a number where no time was given. */
    public double busyShare() {
      return busy / given;
    }
  }

  synchronized void beginTask() {
    moveOn();
    tasks++;
  }

  synchronized void endTask() {
    moveOn();
    tasks--;
  }

  synchronized void beginPass() {
    moveOn();
    passes++;
  }

  synchronized void endPass() {
    moveOn();
    passes--;
  }

  synchronized Seconds seconds() {
    moveOn();
    return new Seconds(givenNanos / 1e9, busyNanos / 1e9);
  }

  private void moveOn() {
    long now = nanoTime.getAsLong();
    givenNanos += (now - last) * Math.min(passesAtOnce, tasks);
    busyNanos += (now - last) * Math.min(passesAtOnce, passes);
    last = now;
  }
}
