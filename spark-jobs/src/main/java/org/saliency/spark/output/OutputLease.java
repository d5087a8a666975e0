package org.saliency.spark.output;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.saliency.storage.Storage.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's exclusive right to write to an output folder: a file in it that the driver renews until
 * it closes the lease or dies. A lease that has not been renewed for some time expires, and the
 * next run takes it over.
 *
 * <p>The age of a lease is the difference between two modification times of the file system, its
 * own and that of a file written now, so that the clocks of drivers need not agree. On file systems
 * that cannot create a file exclusively, two runs that start at the same moment may both take the
 * lease; the run whose file was overwritten notices at its next renewal or {@link #requireHeld},
 * which is called before results are changed.
 */
public final class OutputLease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutputLease.class);

  /** After Spark has stopped (40), before Hadoop closes its file systems (10). */
  private static final int SHUTDOWN_PRIORITY = 20;

  /**
   * Terms of a lease.
   *
   * @param application Spark's id of the application that holds it
   * @param renewal time between two renewals
   * @param expiry age at which it expires
   */
  public record Terms(String application, Duration renewal, Duration expiry) {}

  /**
   * Content of the lease file: the run that holds the lease.
   *
   * @param run random id of the run
   * @param application Spark's id of the application
   * @param host of the driver
   * @param process id of the driver
   * @param since start time, UTC, ISO 8601
   */
  record Holder(String run, String application, String host, long process, String since) {

    static Holder here(Terms terms) {
      return new Holder(
          UUID.randomUUID().toString(),
          terms.application(),
          thisHost(),
          ProcessHandle.current().pid(),
          Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static String thisHost() {
      try {
        return java.net.InetAddress.getLocalHost().getHostName();
      } catch (java.net.UnknownHostException e) {
        return "unknown host";
      }
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s (process %d on %s, since %s)", application, process, host, since);
    }
  }

  private final OutputFolder folder;
  private final WritableHadoopFiles files;
  private final Path file;
  private final Holder holder;
  private final Terms terms;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(OutputLease::daemon);
  private final Runnable releaseAtShutdown = this::release;
  private long renewedNanos = System.nanoTime();
  private boolean isHeld = true;

  private OutputLease(OutputFolder folder, Terms terms) {
    this.folder = folder;
    this.files = folder.files();
    this.file = folder.paths().lease();
    this.holder = Holder.here(terms);
    this.terms = terms;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "renew-lease");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Takes the lease of a folder.
   *
   * @throws UserException when another run holds it
   * @throws IOException when the folder cannot be written
   */
  @SuppressWarnings("FutureReturnValueIgnored") // renew() logs its errors
  static OutputLease take(OutputFolder folder, Terms terms) throws IOException {
    OutputLease lease = new OutputLease(folder, terms);
    lease.take();
    ShutdownHookManager.get().addShutdownHook(lease.releaseAtShutdown, SHUTDOWN_PRIORITY);
    long period = terms.renewal().toMillis();
    lease.renewals.scheduleWithFixedDelay(lease::renew, period, period, TimeUnit.MILLISECONDS);
    return lease;
  }

  private void take() throws IOException {
    Optional<Entry> present = files.find(file.toString());
    if (present.isPresent()) {
      Duration age = Duration.ofMillis(now() - present.get().modified());
      if (age.compareTo(terms.expiry()) < 0) {
        throw refused(age);
      }
      LOG.warn("taking over the expired lease of {}, held by {}", folder, describeHolder());
      files.write(file, Json.write(holder));
    } else {
      try {
        files.writeNew(file, Json.write(holder));
      } catch (FileAlreadyExistsException | org.apache.hadoop.fs.PathExistsException e) {
        throw refused(Duration.ZERO);
      }
    }
    requireHeld();
  }

  /** Current time of the file system, milliseconds since the epoch. */
  private long now() throws IOException {
    Path clock = folder.path("_saliency/clock-" + holder.run());
    try {
      files.stage(clock, new byte[] {0});
      return files.find(clock.toString()).map(Entry::modified).orElseThrow();
    } finally {
      files.delete(clock);
    }
  }

  private UserException refused(Duration age) throws IOException {
    Duration left = terms.expiry().minus(age);
    return UserException.output(
        "output %s is being written by %s: wait until that run ends or choose another folder; if"
            + " that run is dead, its lease expires in %d s",
        folder, describeHolder(), Math.max(1, left.toSeconds()));
  }

  private String describeHolder() throws IOException {
    return readHolder().map(Holder::toString).orElse("another run");
  }

  /** The holder; empty if there is no lease file, or it is just being written. */
  private Optional<Holder> readHolder() throws IOException {
    try {
      return files.readJson(file.toString(), Holder.class);
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }

  /**
   * Reads the lease file and requires that this run still holds the lease.
   *
   * @throws UserException when another run has taken it over
   */
  public synchronized void requireHeld() {
    if (!isHeld) {
      throw lost();
    }
    try {
      if (!isOurs()) {
        isHeld = false;
        throw lost();
      }
    } catch (IOException e) {
      throw folder.writeError(e);
    }
  }

  /**
   * Requires that the last renewal is recent enough that no other run can have taken the lease
   * over. Accesses no file, so it may be called often.
   *
   * @throws UserException when the lease may have expired
   */
  public synchronized void requireRenewed() {
    if (!isHeld || System.nanoTime() - renewedNanos > terms.expiry().toNanos()) {
      throw lost();
    }
  }

  private UserException lost() {
    return UserException.output(
        "output %s was taken over by another run while this one could not renew its lease: wait for"
            + " one of them to end, then rerun the same command to complete the output",
        folder);
  }

  private boolean isOurs() throws IOException {
    return readHolder().map(present -> present.run().equals(holder.run())).orElse(false);
  }

  private synchronized void renew() {
    try {
      if (!isHeld) {
        return;
      }
      if (!isOurs()) {
        isHeld = false;
        LOG.error("lost the lease of {} to {}", folder, describeHolder());
        return;
      }
      files.write(file, Json.write(holder));
      renewedNanos = System.nanoTime();
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot renew the lease of {}, will retry", folder, e);
    }
  }

  private synchronized void release() {
    if (!isHeld) {
      return;
    }
    isHeld = false;
    try {
      if (isOurs()) {
        files.delete(file);
        files.deleteIfEmpty(file.getParent());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot release the lease of {}, it will expire", folder, e);
    }
  }

  /** Releases the lease. */
  @Override
  public void close() {
    renewals.shutdownNow();
    release();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(releaseAtShutdown);
    }
  }
}
