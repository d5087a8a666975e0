package org.saliency.spark.output;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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

  /** Longest time between two looks at the lease of another run. */
  private static final Duration POLL = Duration.ofSeconds(2);

  /**
   * Terms of a lease.
   *
   * @param application Spark's id of the application that holds it
   * @param renewal time between two renewals
   * @param expiry age at which it expires
   * @param waits whether to wait for a run that holds the lease, instead of failing
   * @param notice receives one line when waiting starts and when a lease is taken over
   */
  public record Terms(
      String application,
      Duration renewal,
      Duration expiry,
      boolean waits,
      Consumer<String> notice) {}

  private final OutputFolder folder;
  private final WritableHadoopFiles files;
  private final Path file;
  private final LeaseHolder holder;
  private final Terms terms;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(OutputLease::daemon);
  private final Runnable releaseAtShutdown = this::release;

  /** Held while the lease file is renewed or deleted, never while its state is asked for. */
  private final ReentrantLock fileAccess = new ReentrantLock();

  private volatile long renewedNanos = System.nanoTime();
  private volatile boolean isHeld = true;

  private OutputLease(OutputFolder folder, Terms terms) {
    this.folder = folder;
    this.files = folder.files();
    this.file = folder.paths().lease();
    this.holder = LeaseHolder.here(terms.application());
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
    boolean isWaiting = false;
    while (!takeIfFree()) {
      Duration left = terms.expiry().minus(age());
      if (!terms.waits()) {
        throw UserException.busy(
            "output %s is being written by %s: try again later, choose another folder or use --wait;"
                + " if that run is dead, its lease expires in %d s",
            folder, describeHolder(), Math.max(1, left.toSeconds()));
      }
      if (!isWaiting) {
        isWaiting = true;
        terms
            .notice()
            .accept(
                String.format(
                    Locale.ROOT,
                    "output %s is being written by %s: waiting until that run ends or, if it is"
                        + " dead, until its lease expires in %d s",
                    folder,
                    describeHolder(),
                    Math.max(1, left.toSeconds())));
      }
      pause();
    }
    renewedNanos = System.nanoTime();
    requireHeld();
  }

  /** Takes the lease if there is none, or that of a run that is dead. */
  private boolean takeIfFree() throws IOException {
    if (files.find(file.toString()).isEmpty()) {
      try {
        files.writeNew(file, Json.write(holder));
        return true;
      } catch (FileAlreadyExistsException | org.apache.hadoop.fs.PathExistsException e) {
        return false;
      }
    }
    Optional<LeaseHolder> present = readHolder();
    if (present.map(LeaseHolder::isDead).orElse(false)) {
      terms
          .notice()
          .accept("taking over output " + folder + " from " + present.get() + ", which is dead");
    } else if (age().compareTo(terms.expiry()) >= 0) {
      terms
          .notice()
          .accept(
              "taking over output " + folder + " from " + describeHolder() + ": its lease expired");
    } else {
      return false;
    }
    files.write(file, Json.write(holder));
    return true;
  }

  /** Age of the lease file; zero if it is gone. */
  private Duration age() throws IOException {
    Optional<Entry> present = files.find(file.toString());
    return present.isEmpty() ? Duration.ZERO : Duration.ofMillis(now() - present.get().modified());
  }

  private void pause() {
    try {
      Thread.sleep(Math.min(POLL.toMillis(), terms.renewal().toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserException.busy("interrupted while waiting for output %s", folder);
    }
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

  private String describeHolder() throws IOException {
    return readHolder().map(LeaseHolder::toString).orElse("another run");
  }

  /** The holder; empty if there is no lease file, or it is just being written. */
  private Optional<LeaseHolder> readHolder() throws IOException {
    try {
      return files.readJson(file.toString(), LeaseHolder.class);
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }

  /**
   * Reads the lease file and requires that this run still holds the lease.
   *
   * @throws UserException when another run has taken it over
   */
  public void requireHeld() {
    requireRenewed();
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
   * Requires that the last renewal is younger than half the expiry. The other half is a margin for
   * what this run has begun to write: no other run can have taken the lease over yet. Accesses no
   * file and waits for none, so it may be called often.
   *
   * @throws UserException when the lease may have expired
   */
  public void requireRenewed() {
    if (!isHeld()) {
      throw lost();
    }
  }

  /** Whether this run may write; once it may not, it never may again. */
  public boolean isHeld() {
    if (isHeld && System.nanoTime() - renewedNanos > terms.expiry().toNanos() / 2) {
      isHeld = false;
    }
    return isHeld;
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

  private void renew() {
    fileAccess.lock();
    try {
      if (!isHeld()) {
        return;
      }
      long begun = System.nanoTime();
      if (!isOurs()) {
        isHeld = false;
        LOG.error("lost the lease of {} to {}", folder, describeHolder());
        return;
      }
      files.write(file, Json.write(holder));
      renewedNanos = begun;
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot renew the lease of {}, will retry", folder, e);
    } finally {
      fileAccess.unlock();
    }
  }

  private void release() {
    fileAccess.lock();
    try {
      if (!isHeld()) {
        return;
      }
      isHeld = false;
      if (isOurs()) {
        files.delete(file);
        files.deleteIfEmpty(file.getParent());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot release the lease of {}, it will expire", folder, e);
    } finally {
      fileAccess.unlock();
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
