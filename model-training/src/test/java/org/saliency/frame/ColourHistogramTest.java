package org.saliency.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColourHistogramTest {

  /** A frame whose left part has one grey level and whose right part another. */
  private static Frame frame(Size size, int split, int left, int right) {
    byte[] rgb = new byte[3 * size.pixels()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % size.width() < split ? left : right);
    }
    return new Frame(size, rgb);
  }

  private static boolean isSameShot(Frame frame, Frame next) {
    return ColourHistogram.of(frame).isSameShot(ColourHistogram.of(next));
  }

  @ParameterizedTest
  @CsvSource({"64,48", "384,216", "100,33", "7,5", "1,1"})
  void aMovingEdgeStaysInOneShotAndOtherColoursDoNot(int width, int height) {
    Size size = new Size(width, height);
    Frame frame = frame(size, width / 2, 20, 200);
    assertThat(isSameShot(frame, frame(size, width / 2, 20, 200))).isTrue();
    assertThat(isSameShot(frame, frame(size, width / 2 + width / 20, 20, 200))).isTrue();
    assertThat(isSameShot(frame, frame(size, width / 2, 22, 203))).isTrue();
    assertThat(isSameShot(frame, frame(size, width / 2, 120, 90))).isFalse();
  }

  @Test
  void theOverlapIsThatOfTheMeansOfTheFrame() {
    // 32 columns of means: 4 of them differ by several levels, an eighth of the frame.
    Size size = new Size(64, 48);
    assertThat(isSameShot(frame(size, 32, 0, 255), frame(size, 40, 0, 255))).isTrue();
    assertThat(isSameShot(frame(size, 32, 0, 255), frame(size, 42, 0, 255))).isFalse();
  }

  @Test
  void whiteAndBlackAreLevels() {
    Size size = new Size(4, 4);
    assertThat(isSameShot(frame(size, 4, 255, 255), frame(size, 4, 255, 255))).isTrue();
    assertThat(isSameShot(frame(size, 4, 0, 0), frame(size, 4, 255, 255))).isFalse();
  }
}
