package org.saliency.spark.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class QuantisedValuesTest {

  /** Unpacks a value as the page's scripts do. */
  private static Double value(QuantisedValues packed, int index) {
    byte[] bytes = Base64.getDecoder().decode(packed.data());
    int step = (bytes[2 * index] & 0xff) | (bytes[2 * index + 1] & 0xff) << 8;
    return step == 65535 ? null : packed.low() + step / 65534.0 * (packed.high() - packed.low());
  }

  @Test
  void valuesAreExactAtTheEndsAndCloseBetween() {
    QuantisedValues packed =
        QuantisedValues.of(new double[] {-0.25, 3.75, 1.2345, Double.NaN}).orElseThrow();
    assertThat(value(packed, 0)).isEqualTo(-0.25);
    assertThat(value(packed, 1)).isEqualTo(3.75);
    assertThat(value(packed, 2)).isCloseTo(1.2345, within(4.0 / 65534));
    assertThat(value(packed, 3)).isNull();
  }

  @Test
  void equalValuesAreExact() {
    QuantisedValues packed = QuantisedValues.of(new double[] {0.5, Double.NaN, 0.5}).orElseThrow();
    assertThat(value(packed, 0)).isEqualTo(0.5);
    assertThat(value(packed, 1)).isNull();
    assertThat(value(packed, 2)).isEqualTo(0.5);
  }

  @Test
  void withoutAnyValueThereIsNothing() {
    assertThat(QuantisedValues.of(new double[] {Double.NaN})).isEmpty();
    assertThat(QuantisedValues.of(new double[0])).isEmpty();
  }
}
