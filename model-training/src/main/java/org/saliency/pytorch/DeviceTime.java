package org.saliency.pytorch;

import ai.djl.Device;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Time in which a GPU has forward passes of this process to compute: from the moment a pass is
 * queued until its result is downloaded, which waits for its kernels. Passes of several threads at
 * the same moment count once; packing and uploading frames and unpacking maps do not count.
 * Thread-safe.
 */
public final class DeviceTime {

  private static final Map<Device, DeviceTime> GPUS = new ConcurrentHashMap<>();

  private final LongSupplier nanoTime;
  private final Set<Thread> underWay = new HashSet<>();
  private long nanos;
  private long last;

  /**
   * Starts counting.
   *
   * @param nanoTime clock, as {@link System#nanoTime}
   */
  DeviceTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** The time of a GPU. */
  public static DeviceTime of(Device gpu) {
    return GPUS.computeIfAbsent(gpu, device -> new DeviceTime(System::nanoTime));
  }

  /** A part of the current thread's pass is queued. */
  synchronized void queued() {
    advance();
    underWay.add(Thread.currentThread());
  }

  /** The current thread has no pass under way any more; does nothing if it had none. */
  synchronized void over() {
    advance();
    underWay.remove(Thread.currentThread());
  }

  /** Nanoseconds so far. */
  public synchronized long nanos() {
    advance();
    return nanos;
  }

  private void advance() {
    long now = nanoTime.getAsLong();
    nanos += underWay.isEmpty() ? 0 : now - last;
    last = now;
  }
}
