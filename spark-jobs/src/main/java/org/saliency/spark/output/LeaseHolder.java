package org.saliency.spark.output;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.saliency.temporary.LocalProcess;

/**
 * Content of the lease file: the run that holds the lease.
 *
 * @param run random id of the run
 * @param claim number of the claim to the folder: later claims have larger numbers
 * @param phase of the run
 * @param renewals number of times that the lease was written before
 * @param application Spark's id of the application
 * @param host of the driver
 * @param process id of the driver
 * @param processStarted start of that process, UTC, ISO 8601; empty if unknown
 * @param processSpace the boot and the process namespace in which the id is valid; empty if unknown
 * @param since start of the lease, UTC, ISO 8601
 */
record LeaseHolder(
    String run,
    long claim,
    RunPhase phase,
    long renewals,
    String application,
    String host,
    long process,
    String processStarted,
    String processSpace,
    String since) {

  /** This process, in the first phase of a run. */
  static LeaseHolder here(String run, String application) {
    LocalProcess process = LocalProcess.here();
    return new LeaseHolder(
        run,
        0,
        RunPhase.SEGMENTS,
        0,
        application,
        thisHost(),
        process.id(),
        process.started(),
        process.space(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
  }

  /** The same run with another number of its claim. */
  LeaseHolder claiming(long number) {
    return with(number, phase, renewals);
  }

  /** The same run, in a phase, when it renews its lease. */
  LeaseHolder renewedIn(RunPhase next) {
    return with(claim, next, renewals + 1);
  }

  private LeaseHolder with(long number, RunPhase next, long written) {
    return new LeaseHolder(
        run,
        number,
        next,
        written,
        application,
        host,
        process,
        processStarted,
        processSpace,
        since);
  }

  /** Whether the process certainly no longer exists; false for a process of another host. */
  boolean isDead() {
    return host.equals(thisHost())
        && new LocalProcess(processSpace, process, processStarted).isDead();
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s (process %d on %s, since %s)", application, process, host, since);
  }
}
