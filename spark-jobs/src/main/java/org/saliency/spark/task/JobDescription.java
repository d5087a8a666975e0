package org.saliency.spark.task;

import java.util.Locale;
import org.apache.spark.SparkContext;

/**
 * Describes the Spark jobs that the current thread starts, as shown in Spark's UI. Closing restores
 * the previous description.
 */
public final class JobDescription implements AutoCloseable {

  private static final String PROPERTY = "spark.job.description";

  private final SparkContext spark;
  private final String previous;

  private JobDescription(SparkContext spark, String previous) {
    this.spark = spark;
    this.previous = previous;
  }

  /**
   * Sets the description.
   *
   * @param format as for {@link String#format}, for example {@code "score: predict %d frames"}
   */
  public static JobDescription set(SparkContext spark, String format, Object... arguments) {
    JobDescription description = new JobDescription(spark, spark.getLocalProperty(PROPERTY));
    spark.setJobDescription(String.format(Locale.ROOT, format, arguments));
    return description;
  }

  @Override
  public void close() {
    spark.setJobDescription(previous);
  }
}
