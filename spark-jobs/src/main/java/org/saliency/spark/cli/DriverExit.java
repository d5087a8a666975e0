package org.saliency.spark.cli;

import org.apache.spark.SparkUserAppException;

/** Ends the driver so that Spark's cluster managers report its exit code. */
final class DriverExit {

  private DriverExit() {}

  /**
   * Ends the process with an exit code. Code 0 returns instead: YARN's cluster mode takes {@code
   * System.exit}, even with 0, for a failure of Spark itself, and loses the code. There, other
   * codes are thrown as the exception from which Spark's application master takes them.
   */
  static void end(int exitCode) throws SparkUserAppException {
    if (exitCode == 0) {
      return;
    }
    if (isYarnCluster()) {
      throw new SparkUserAppException(exitCode, null);
    }
    System.exit(exitCode);
  }

  private static boolean isYarnCluster() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }
}
