package org.saliency.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

/** Expected colours are matplotlib's {@code inferno} at 0, 0.5 and 1. */
class HeatMapTest {

  private static final Size SIZE = new Size(3, 1);
  private static final SaliencyMap MAP = new SaliencyMap(SIZE, new double[] {0, 0.1, 0.2});

  private static int colour(Frame frame, int pixel) {
    byte[] rgb = frame.rgb();
    return (rgb[3 * pixel] & 0xff) << 16
        | (rgb[3 * pixel + 1] & 0xff) << 8
        | (rgb[3 * pixel + 2] & 0xff);
  }

  @Test
  void theHighestValueIsTheBrightestColour() {
    Frame heat = HeatMap.of(MAP);
    assertThat(colour(heat, 0)).isEqualTo(0x000004);
    assertThat(colour(heat, 1)).isEqualTo(0xbc3754);
    assertThat(colour(heat, 2)).isEqualTo(0xfcffa4);
  }

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
  }

  @Test
  void greyGoesFromBlackToWhite() {
    Frame grey = HeatMap.grey(MAP);
    assertThat(colour(grey, 0)).isZero();
    assertThat(colour(grey, 1)).isEqualTo(0x808080);
    assertThat(colour(grey, 2)).isEqualTo(0xffffff);
  }

  @Test
  void anEmptyMapIsDark() {
    SaliencyMap empty = new SaliencyMap(SIZE, new double[3]);
    assertThat(colour(HeatMap.of(empty), 1)).isEqualTo(0x000004);
    assertThat(colour(HeatMap.grey(empty), 1)).isZero();
  }

  @Test
  void blendingTakesTheMean() {
    Frame white = new Frame(new Size(1, 1), new byte[] {-1, -1, -1});
    Frame heat = HeatMap.of(new SaliencyMap(new Size(1, 1), new double[1]));
    assertThat(colour(HeatMap.blend(heat, white), 0)).isEqualTo(0x808082);
    assertThatThrownBy(() -> HeatMap.blend(HeatMap.of(MAP), white))
        .hasMessage("the heat map is 3x1 but the frame is 1x1");
  }
}
