package org.saliency.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.report.page.SmallMap;

class VideoMeasuresTest {

  private static final Size SIZE = new Size(96, 72);

  /** A bright square on a background, whose left edge is at a column. */
  private static FrameSketch frame(int column, int red, int green, int blue) {
    byte[] rgb = new byte[3 * SIZE.pixels()];
    for (int i = 0; i < SIZE.pixels(); i++) {
      boolean isInside = i % 96 >= column && i % 96 < column + 24 && i / 96 < 24;
      rgb[3 * i] = (byte) (isInside ? 250 : red);
      rgb[3 * i + 1] = (byte) (isInside ? 250 : green);
      rgb[3 * i + 2] = (byte) (isInside ? 250 : blue);
    }
    return FrameSketch.of(new Frame(SIZE, rgb));
  }

  private static Optional<SmallMap> map(int pixels) {
    double[] values = new double[16 * 8];
    for (int i = 0; i < pixels; i++) {
      values[i] = 1;
    }
    Size size = new Size(16, 8);
    return Optional.of(SmallMap.of(new SaliencyMap(size, values), size));
  }

  @Test
  void motionIsTheMeanChangeOfBrightness() {
    VideoMeasures measures = new VideoMeasures();
    measures.addNext(frame(0, 50, 50, 50), frame(24, 50, 50, 50));
    // two squares of 1/12 of the frame each change by 200
    assertThat(measures.values().get(VideoMeasures.MOTION)).isCloseTo(2 * 200 / 12.0, within(1e-4));
    measures.addNext(frame(0, 50, 50, 50), frame(0, 50, 50, 50));
    measures.addNext(frame(0, 50, 50, 50), frame(0, 50, 50, 50));
    assertThat(measures.values()).isEqualTo(Map.of(VideoMeasures.MOTION, 0.0));
  }

  @Test
  void cutsChangeMostColoursAndTheBrightness() {
    VideoMeasures measures = new VideoMeasures();
    for (int i = 0; i < 8; i++) {
      boolean isSecondScene = i > 2 && i < 6;
      int light = isSecondScene ? 200 : 20;
      measures.add(Optional.of(frame(6 * i, light, 40, 60)), Optional.empty());
    }
    assertThat(measures.values()).isEqualTo(Map.of(VideoMeasures.CUTS, 2.0));
  }

  @Test
  void fewFramesGiveNoCuts() {
    VideoMeasures measures = new VideoMeasures();
    measures.add(Optional.of(frame(0, 10, 10, 10)), Optional.empty());
    measures.add(Optional.of(frame(0, 200, 200, 200)), Optional.empty());
    assertThat(measures.values()).isEmpty();
  }

  @Test
  void theSpreadOfAttentionIsTheEntropyOfTheTruth() {
    VideoMeasures measures = new VideoMeasures();
    measures.add(Optional.empty(), map(16));
    measures.add(Optional.empty(), map(4));
    measures.add(Optional.empty(), map(0));
    assertThat(measures.values().get(VideoMeasures.SPREAD)).isCloseTo((4 + 2) / 2.0, within(1e-9));
  }
}
