package org.saliency.spark.faults;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/** Fails the n-th call of a run. Thread-safe. */
public final class NthCall extends FaultPoint {

  /** How a call fails. */
  public enum Failure {
    /** The call has no effect and throws. */
    ERROR_BEFORE,
    /** The call has its effect and throws nevertheless. */
    ERROR_AFTER,
    /** The call has no effect, and it and all later ones throw: the process is dead. */
    DEATH_BEFORE,
    /** The call has its effect, and it and all later ones throw: the process is dead. */
    DEATH_AFTER
  }

  private final long number;
  private final Failure failure;
  private long calls;
  private boolean isDead;
  private String failed = "";

  public NthCall(long number, Failure failure) {
    this.number = number;
    this.failure = failure;
  }

  /** Number of calls so far. */
  public synchronized long calls() {
    return calls;
  }

  /** The call that failed; empty if none. */
  public synchronized String failed() {
    return failed;
  }

  @Override
  public <T> T around(Call call, Path path, Effect<T> effect) throws IOException {
    boolean isNth = begin(call, path);
    if (isNth && (failure == Failure.ERROR_BEFORE || failure == Failure.DEATH_BEFORE)) {
      throw fail();
    }
    T result = effect.run();
    if (isNth) {
      throw fail();
    }
    requireAlive();
    return result;
  }

  private synchronized boolean begin(Call call, Path path) throws IOException {
    requireAlive();
    calls++;
    if (calls != number) {
      return false;
    }
    failed = call.name().toLowerCase(Locale.ROOT) + " " + path.toUri().getPath();
    isDead = failure == Failure.DEATH_BEFORE || failure == Failure.DEATH_AFTER;
    return true;
  }

  private synchronized void requireAlive() throws IOException {
    if (isDead) {
      throw fail();
    }
  }

  private IOException fail() {
    return new IOException("failure at call " + number + ": " + failed);
  }
}
