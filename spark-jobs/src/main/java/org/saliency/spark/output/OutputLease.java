package org.saliency.spark.output;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one run to write to an output folder: a file there that its driver renews until it
 * closes the lease or dies. A lease that was not renewed for a while has expired, and the next run
 * takes it over.
 *
 * <p>Ages are taken from the file system's own times, by comparing the file with one just written,
 * so that the clocks of two drivers need not agree. Two runs that begin in the same moment may both
 * believe to have it on file systems that cannot create a file exclusively; the one whose file was
 * written over finds out when it asks ({@link #requireHeld}) before it changes results, and at each
 * renewal.
 */
public final class OutputLease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutputLease.class);

  /** After Spark has stopped (40), before Hadoop closes its file systems (10). */
  private static final int SHUTDOWN_PRIORITY = 20;

  /**
   * How a lease is held.
   *
   * @param application who holds it, as Spark names the run
   * @param renewal time between two renewals
   * @param expiry age at which it has expired
   */
  public record Terms(String application, Duration renewal, Duration expiry) {}

  /**
   * Who holds a lease, for those that are refused.
   *
   * @param run names the run
   * @param application Spark's name of it
   * @param host of its driver
   * @param process of its driver
   * @param since UTC, ISO 8601
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
      return String.format("%s (process %d on %s, since %s)", application, process, host, since);
    }
  }

  private final OutputFolder folder;
  private final HadoopFiles files;
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
    this.file = folder.path("_saliency/lease.json");
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
  @SuppressWarnings("FutureReturnValueIgnored") // a renewal logs its faults itself
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
      LOG.warn("the lease of {} by {} has expired, it is taken over", folder, present());
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

  /** The file system's time now. */
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
        "output %s is being written by %s: wait until that run ends, or choose another folder; if"
            + " it is dead, its lease expires in %d s",
        folder, present(), Math.max(1, left.toSeconds()));
  }

  /** Who holds the lease, in words. */
  private String present() throws IOException {
    return reader().map(Holder::toString).orElse("another run");
  }

  /** Who the file names; empty when there is none, or it is being written at this moment. */
  private Optional<Holder> reader() throws IOException {
    try {
      return files.readJson(file.toString(), Holder.class);
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }

  /**
   * Makes sure that the lease is still this run's.
   *
   * @throws UserException when another run has taken it
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
      throw folder.unwritable(e);
    }
  }

  /**
   * Makes sure that no renewal has failed for so long that another run may have taken the lease.
   * Costs nothing: to be asked often.
   *
   * @throws UserException when it may
   */
  public synchronized void requireRenewed() {
    if (!isHeld || System.nanoTime() - renewedNanos > terms.expiry().toNanos()) {
      throw lost();
    }
  }

  private UserException lost() {
    return UserException.output(
        "output %s was taken by another run while this one could not renew its lease: let one of"
            + " them end, then run the same command again, which then does the rest",
        folder);
  }

  private boolean isOurs() throws IOException {
    return reader().map(present -> present.run().equals(holder.run())).orElse(false);
  }

  private synchronized void renew() {
    try {
      if (!isHeld) {
        return;
      }
      if (!isOurs()) {
        isHeld = false;
        LOG.error("the lease of {} is held by {} now", folder, present());
        return;
      }
      files.write(file, Json.write(holder));
      renewedNanos = System.nanoTime();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the lease of {} could not be renewed, it is tried again", folder, e);
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
      LOG.warn("the lease of {} could not be given back, it expires", folder, e);
    }
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    renewals.shutdownNow();
    release();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(releaseAtShutdown);
    }
  }
}
