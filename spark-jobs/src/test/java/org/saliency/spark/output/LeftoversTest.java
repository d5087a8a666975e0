package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftoversTest {

  @ParameterizedTest
  @CsvSource({
    "dog-000000-000249-0123456789ab.parquet, dog",
    // One id of 280 has no letter.
    "dog-000000-000249-012345678901.parquet, dog",
    "dog-1000000-1000249-012345678901.parquet, dog",
    "a-000000-000001-000000-000249-012345678901.parquet, a-000000-000001",
    "dog-000000-000249.parquet, dog",
    "part-00000-abc.snappy.parquet, ",
    "dog.parquet, ",
  })
  void theVideoOfAFileIsFound(String file, String video) {
    assertThat(Leftovers.frameMetricsPrefix(file).orElse(null)).isEqualTo(video);
  }
}
