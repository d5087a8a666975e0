package org.saliency.spark.faults;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;

/** Stops a run at its n-th call, before or after the effect, until it is opened. Thread-safe. */
public final class Gate extends FaultPoint {

  private static final long SECONDS = 60;

  private final long number;
  private final boolean hasEffect;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private long calls;
  private Call stopped;

  /** A gate after or before the effect of a call. */
  public Gate(long number, boolean hasEffect) {
    this.number = number;
    this.hasEffect = hasEffect;
  }

  @Override
  public <T> T around(Call call, Path path, Effect<T> effect) throws IOException {
    boolean isAtGate = begin(call);
    if (isAtGate && !hasEffect) {
      pass();
    }
    T result = effect.run();
    if (isAtGate && hasEffect) {
      pass();
    }
    return result;
  }

  /** Calls of other threads of the run stop, too. */
  private synchronized boolean begin(Call call) {
    calls++;
    if (calls == number) {
      stopped = call;
    }
    return calls >= number;
  }

  private void pass() throws IOException {
    reached.countDown();
    try {
      if (!open.await(SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the gate stays closed");
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("stopped at a gate");
    }
  }

  /** Waits until the run has stopped. */
  public void awaitStop() throws InterruptedException {
    if (!reached.await(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the run does not reach call " + number);
    }
  }

  /** The call at which the run stopped. */
  public synchronized Call stopped() {
    return stopped;
  }

  public void open() {
    open.countDown();
  }
}
