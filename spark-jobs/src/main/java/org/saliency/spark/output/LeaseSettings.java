package org.saliency.spark.output;

import java.time.Duration;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.saliency.settings.Settings;

/**
 * Settings of the lease that keeps other runs from writing to the same output.
 *
 * @param renewal time between two renewals
 * @param expiry time without renewal after which a run counts as dead
 * @param waits whether to wait for a run that is writing to the output
 */
public record LeaseSettings(Duration renewal, Duration expiry, boolean waits) {

  public static LeaseSettings from(Settings settings) {
    int renewal = settings.integer("lease-renewal-seconds", 1, 3600);
    int expiry = settings.integer("lease-expiry-seconds", 2, 86_400);
    if (expiry < 3 * renewal) {
      throw settings.wrong(
          "lease-expiry-seconds",
          String.valueOf(expiry),
          "at least three times lease-renewal-seconds (" + 3 * renewal + ")");
    }
    return new LeaseSettings(
        Duration.ofSeconds(renewal), Duration.ofSeconds(expiry), settings.flag("wait"));
  }

  /** Terms of a lease for a run of this Spark application that publishes no segments. */
  public LeaseTerms terms(SparkSession spark) {
    return terms(spark, UUID.randomUUID().toString());
  }

  /** Terms of a lease for a run, by its random id, of this Spark application. */
  public LeaseTerms terms(SparkSession spark, String run) {
    return new LeaseTerms(
        run,
        spark.sparkContext().applicationId(),
        renewal,
        expiry,
        waits,
        line -> System.err.println("saliency: " + line));
  }
}
