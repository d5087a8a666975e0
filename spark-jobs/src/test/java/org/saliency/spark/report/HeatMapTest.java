package org.saliency.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

class HeatMapTest {

  /** Relative luminance by Rec. 709, 0..255. */
  private static double luminance(int colour) {
    return 0.2126 * (colour >> 16 & 0xff)
        + 0.7152 * (colour >> 8 & 0xff)
        + 0.0722 * (colour & 0xff);
  }

  @Test
  void higherValuesAreLighter() {
    for (int step = 1; step <= 256; step++) {
      assertThat(luminance(HeatMap.colour(step / 256.0)))
          .isGreaterThanOrEqualTo(luminance(HeatMap.colour((step - 1) / 256.0)));
    }
    assertThat(luminance(HeatMap.colour(0))).isLessThan(5);
    assertThat(luminance(HeatMap.colour(1))).isGreaterThan(240);
  }

  @Test
  void theHighestValueIsTheBrightestWhateverTheScale() {
    Frame dim = HeatMap.of(new SaliencyMap(new Size(2, 1), new double[] {0.1, 0.2}));
    Frame bright = HeatMap.of(new SaliencyMap(new Size(2, 1), new double[] {0.5, 1}));
    assertThat(dim.rgb()).isEqualTo(bright.rgb());
  }

  @Test
  void anEmptyMapIsDark() {
    byte[] rgb = HeatMap.of(new SaliencyMap(new Size(1, 1), new double[] {0})).rgb();
    assertThat(rgb).containsExactly(0, 0, 4);
  }
}
