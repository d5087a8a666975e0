package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.Test;

class DriverExitTest {

  @Test
  void yarnsClusterModeTakesTheExitCodeFromAnException() {
    // As Spark's application master sets them.
    System.setProperty("spark.submit.deployMode", "cluster");
    String master = System.setProperty("spark.master", "yarn");
    try {
      SparkUserAppException thrown =
          catchThrowableOfType(SparkUserAppException.class, () -> DriverExit.end(3));

      assertThat(thrown.exitCode()).isEqualTo(3);
    } finally {
      System.clearProperty("spark.submit.deployMode");
      if (master == null) {
        System.clearProperty("spark.master");
      } else {
        System.setProperty("spark.master", master);
      }
    }
  }

  @Test
  void successReturnsToTheCallerOfMain() throws SparkUserAppException {
    DriverExit.end(0);
  }
}
