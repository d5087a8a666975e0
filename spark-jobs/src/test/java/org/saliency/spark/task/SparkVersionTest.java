package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;

class SparkVersionTest {

  @ParameterizedTest
  @ValueSource(strings = {"4.1.0", "4.2.0", "4.1", "4.2.1-SNAPSHOT", "4.1.0.vendor.3"})
  void supportsFourOneAndFourTwo(String version) {
    assertThatNoException().isThrownBy(() -> SparkVersion.check(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5.6", "4.0.1", "4.3.0", "4.10.0", "5.1.0", ""})
  void namesTheSupportedVersions(String version) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> SparkVersion.check(version))
        .withMessage(
            "Spark %s is not supported: run the job jar with spark-submit of Spark 4.1 or 4.2",
            version);
  }
}
