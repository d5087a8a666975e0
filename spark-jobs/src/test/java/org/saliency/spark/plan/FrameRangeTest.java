package org.saliency.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameRangeTest {

  @Test
  void bothEndsAreInclusive() {
    assertThat(new FrameRange("v", 0, 0).length()).isEqualTo(1);
    assertThat(new FrameRange("v", 10, 19).length()).isEqualTo(10);
  }

  @Test
  void fileNamesSortInTheOrderOfFrames() {
    assertThat(new FrameRange("v", 90, 99).fileName()).isEqualTo("000090-000099");
    assertThat(new FrameRange("v", 90, 99).fileName())
        .isLessThan(new FrameRange("v", 100, 1000).fileName());
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "5, 4", "-2, -1"})
  void invalidRangesAreRejectedWithTheirVideo(int first, int last) {
    assertThatThrownBy(() -> new FrameRange("beach", first, last))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("beach", String.valueOf(first), String.valueOf(last));
  }
}
