package org.saliency.spark.output;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.util.ShutdownHookManager;
import org.saliency.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's exclusive right to write to an output folder: a file in it that the driver renews until
 * it closes the lease or dies. A lease that has not been renewed for some time expires, and the
 * next run takes it over.
 *
 * <p>The age of a lease is the difference between two modification times of the file system, its
 * own and that of a file written now, so that the clocks of drivers need not agree. Where the file
 * system can, the file is created and replaced under the condition that nobody else did so ({@link
 * org.saliency.spark.storage.ConditionalFiles}). Where it cannot, two runs that start at the same
 * moment may both take the lease; the run whose file was overwritten notices at its next renewal or
 * {@link #requireHeld}, which is called before results are changed.
 *
 * <p>Each run that takes the lease has a larger claim number than all before it, and tasks publish
 * only while the file names their run and its phase ({@link LeaseFile#requireOpen}).
 */
public final class OutputLease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutputLease.class);

  /** After Spark has stopped (40), before Hadoop closes its file systems (10). */
  private static final int SHUTDOWN_PRIORITY = 20;

  /** Longest time between two looks at the lease of another run. */
  private static final Duration POLL = Duration.ofSeconds(2);

  private final OutputFolder folder;
  private final LeaseFile file;
  private final LeaseTerms terms;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(OutputLease::daemon);
  private final Runnable releaseAtShutdown = this::release;

  /** Held while the lease file is renewed or deleted, never while its state is asked for. */
  private final ReentrantLock fileAccess = new ReentrantLock();

  /** Changed under {@link #fileAccess}. */
  private volatile LeaseHolder holder;

  private volatile long renewedNanos = System.nanoTime();
  private volatile boolean isHeld = true;

  private OutputLease(OutputFolder folder, LeaseTerms terms) {
    this.folder = folder;
    this.file = new LeaseFile(folder);
    this.holder = LeaseHolder.here(terms.run(), terms.application());
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
  static OutputLease take(OutputFolder folder, LeaseTerms terms) throws IOException {
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
      Optional<LeaseFile.Found> present = file.read();
      if (present.isEmpty()) {
        continue;
      }
      long left =
          Math.max(1, terms.expiry().minus(file.age(present.get(), terms.run())).toSeconds());
      if (!terms.waits()) {
        throw UserException.busy(
            "output %s is being written by %s: try again later, choose another folder or use --wait;"
                + " if that run is dead, its lease expires in %d s",
            folder, present.get(), left);
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
                    present.get(),
                    left));
      }
      pause();
    }
    renewedNanos = System.nanoTime();
    requireHeld();
  }

  /** Takes the lease if there is none, or that of a run that is dead. */
  private boolean takeIfFree() throws IOException {
    Optional<LeaseFile.Found> present = file.read();
    if (present.isEmpty()) {
      holder = holder.claiming(folder.lastClaim() + 1);
      return file.create(holder);
    }
    Optional<LeaseHolder> other = present.get().holder();
    if (other.map(LeaseHolder::isDead).orElse(false)) {
      terms
          .notice()
          .accept("taking over output " + folder + " from " + other.get() + ", which is dead");
    } else if (file.age(present.get(), terms.run()).compareTo(terms.expiry()) >= 0) {
      terms
          .notice()
          .accept(
              "taking over output " + folder + " from " + present.get() + ": its lease expired");
    } else {
      return false;
    }
    // The claim of a run that died at once may be known from its lease alone.
    long last = Math.max(folder.lastClaim(), other.map(LeaseHolder::claim).orElse(0L));
    holder = holder.claiming(last + 1);
    return file.replace(present.get(), holder);
  }

  /** Number of this run's claim to the folder. */
  long claim() {
    return holder.claim();
  }

  private void pause() {
    try {
      Thread.sleep(Math.min(POLL.toMillis(), terms.renewal().toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserException.busy("interrupted while waiting for output %s", folder);
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
    return UserException.busy(
        "output %s was taken over by another run while this one could not renew its lease: wait for"
            + " one of them to end, then rerun the same command to complete the output",
        folder);
  }

  private boolean isOurs() throws IOException {
    return file.read().map(found -> found.isOf(holder.run())).orElse(false);
  }

  /**
   * Begins the next phase of the run. Tasks of the phase before can publish nothing any more, from
   * whatever point they have reached: they find another phase in the lease file or, if they had
   * looked before, no staged files.
   *
   * @throws UserException when another run has taken the lease over
   */
  public void enter(RunPhase next) {
    fileAccess.lock();
    try {
      requireRenewed();
      if (!folder.read(() -> write(next))) {
        throw lost();
      }
    } finally {
      fileAccess.unlock();
    }
    folder.delete("_saliency/staging");
  }

  private void renew() {
    fileAccess.lock();
    try {
      if (isHeld() && !write(holder.phase())) {
        LOG.error("lost the lease of {} to {}", folder, file.read());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot renew the lease of {}, will retry", folder, e);
    } finally {
      fileAccess.unlock();
    }
  }

  /** Writes the lease file if it is still this run's; otherwise the lease is lost. */
  private boolean write(RunPhase phase) throws IOException {
    long begun = System.nanoTime();
    LeaseHolder next = holder.renewedIn(phase);
    Optional<LeaseFile.Found> present = file.read().filter(found -> found.isOf(next.run()));
    if (present.isEmpty() || !file.replace(present.get(), next)) {
      isHeld = false;
      return false;
    }
    holder = next;
    renewedNanos = begun;
    return true;
  }

  private void release() {
    fileAccess.lock();
    try {
      if (!isHeld()) {
        return;
      }
      isHeld = false;
      if (isOurs()) {
        file.delete();
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
