package org.saliency.spark.output;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Terms of a lease.
 *
 * @param run random id of the run
 * @param application Spark's id of the application that holds it
 * @param renewal time between two renewals
 * @param expiry age at which it expires
 * @param waits whether to wait for a run that holds the lease, instead of failing
 * @param notice receives one line when waiting starts and when a lease is taken over
 */
public record LeaseTerms(
    String run,
    String application,
    Duration renewal,
    Duration expiry,
    boolean waits,
    Consumer<String> notice) {}
