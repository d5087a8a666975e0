package org.saliency.spark.task;

import java.util.regex.Pattern;
import org.saliency.UserException;

/** The versions of Spark that the job jar runs on. */
public final class SparkVersion {

  private static final Pattern SUPPORTED = Pattern.compile("4\\.[12](\\D.*)?");

  private SparkVersion() {}

  /**
   * Requires a supported version, since another one fails later and less clearly.
   *
   * @throws UserException for another version
   */
  public static void check(String version) {
    if (!SUPPORTED.matcher(version).matches()) {
      throw UserException.usage(
          "Spark %s is not supported: run the job jar with spark-submit of Spark 4.1 or 4.2",
          version);
    }
  }
}
