package org.saliency.spark.status;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.saliency.spark.output.FolderReader.Lease;
import org.saliency.spark.output.FolderReader.Segment;
import org.saliency.spark.output.FolderReader.WrittenPlan;
import org.saliency.spark.output.LeaseHolder;
import org.saliency.spark.output.OutputOwner;
import org.saliency.spark.results.Manifest;

/**
 * An output folder as it was found.
 *
 * @param owner origin of the results
 * @param segments published segments
 * @param expiry age at which a lease expires, of a run without a plan
 * @param now local time, milliseconds since the epoch
 */
record Observation(
    Optional<OutputOwner> owner,
    Optional<Lease> lease,
    Optional<WrittenPlan> plan,
    Optional<Manifest> manifest,
    List<Segment> segments,
    Duration expiry,
    long now) {

  /** Whether a run holds the lease, is not known to be dead and has not finished. */
  boolean isRunning() {
    return lease.isPresent() && !isFinished() && !isOver(lease.get());
  }

  /** Whether there is a manifest of the last run. */
  boolean isFinished() {
    return manifest.isPresent()
        && (lease.isEmpty()
            || isOver(lease.get())
            || lease.get().run().equals(manifest.get().runId()));
  }

  private boolean isOver(Lease present) {
    boolean isDead = present.holder().map(LeaseHolder::isDead).orElse(false);
    return isDead || age().toMillis() >= expiryOf(present).toMillis();
  }

  private Duration expiryOf(Lease present) {
    return planOf(present.run())
        .map(found -> Duration.ofSeconds(found.plan().leaseExpirySeconds()))
        .orElse(expiry);
  }

  /** Time since the lease was renewed; 0 if the file system's clock is ahead. */
  Duration age() {
    long renewed = lease.map(Lease::renewed).orElse(now);
    return Duration.ofMillis(Math.max(0, now - renewed));
  }

  /** The run that the status is about; empty if unknown. */
  String run() {
    if (isFinished()) {
      return manifest.get().runId();
    }
    return lease
        .map(Lease::run)
        .filter(id -> !id.isEmpty())
        .or(() -> plan.map(found -> found.plan().run()))
        .orElse("");
  }

  /** The plan, if it is that of a run. */
  Optional<WrittenPlan> planOf(String run) {
    return plan.filter(found -> run.equals(found.plan().run()));
  }

  /** The latest known time by the clock of the file system. */
  long latest() {
    return Math.max(
        lease.map(Lease::renewed).orElse(0L),
        segments.stream().mapToLong(Segment::published).max().orElse(0L));
  }
}
