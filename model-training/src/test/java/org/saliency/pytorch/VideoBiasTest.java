package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.network.Input;
import org.saliency.network.LastFrame;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Shape;
import org.saliency.network.VideoBias;
import org.saliency.network.Weights;
import org.saliency.torchscript.ArchiveWriter;

/** The bias at the size at which it compares frames; each test frame has logits of its own. */
class VideoBiasTest {

  private static final int COLUMNS = 32;
  private static final int ROWS = 24;
  private static final Size SIZE = new Size(COLUMNS, ROWS);
  private static final int WINDOW = 3;

  @TempDir private Path folder;

  /** Applies the bias to logits that are the mean of the last frame's channels. */
  private float[] biased(float[]... frames) throws Exception {
    Network network =
        new Network(
            "bias",
            NetworkOptions.DEFAULTS,
            List.of(
                new Network.Node("", new Input(new Shape(3, 1, 1, WINDOW)), List.of()),
                new Network.Node("", new LastFrame(WINDOW), List.of(0)),
                new Network.Node("", new MeanChannel(), List.of(1)),
                new Network.Node("bias", new VideoBias(WINDOW), List.of(2, 0))));
    Path file = folder.resolve("bias.pt");
    ArchiveWriter.write(file, network, Weights.initial(network, 1), Map.of());
    float[] planes = new float[3 * WINDOW * SIZE.pixels()];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = frames[i / (3 * SIZE.pixels())][i % SIZE.pixels()];
    }
    try (PlainRun run = new PlainRun(file)) {
      return run.evaluate(planes, 1, SIZE);
    }
  }

  /** A grey frame with a brighter column. */
  private static float[] frame(float grey, int column) {
    float[] values = new float[SIZE.pixels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = grey + (i % COLUMNS == column ? 0.5f : 0) + i * 1e-4f;
    }
    return values;
  }

  @Test
  void aStillPictureAndPicturesOfDifferentScenesKeepTheirLogits() throws Exception {
    float[] still = frame(0, 5);
    assertThat(biased(still, still, still)).containsExactly(still, within(1e-6f));
    assertThat(biased(frame(-1.5f, 5), frame(1.5f, 5), still))
        .containsExactly(still, within(1e-6f));
  }

  @Test
  void aFrameOfAVideoIsBiasedTowardsTheCenterAndMotion() throws Exception {
    float[] last = frame(0, 22);
    float[] expected = expected(last, frame(0, 21), frame(0, 20));
    float[] actual = biased(frame(0, 20), frame(0, 21), last);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("pixel %d", i).isCloseTo(expected[i], within(1e-4f));
    }
    int row = ROWS / 2 * COLUMNS;
    assertThat(actual[row + 21]).isGreaterThan(actual[row + 10]);
    assertThat(actual[row + 21]).isGreaterThan(actual[21]);
  }

  @Test
  void afterACutOnlyTheCenterBiasIsLeft() throws Exception {
    float[] last = frame(1.5f, 22);
    float[] actual = biased(frame(-1, 20), frame(-1, 21), last);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo((float) (SHARE * last[i] + center(i)), within(1e-4f));
    }
  }

  private static final double SHARE = 0.25;
  private static final double MOTION = 0.25;
  private static final double NOISE = 0.01;

  private static float[] expected(float[] last, float[]... earlier) {
    double[] moved = new double[last.length];
    for (float[] frame : earlier) {
      for (int i = 0; i < moved.length; i++) {
        moved[i] += Math.abs(last[i] - frame[i]);
      }
    }
    double[] smooth = blurred(blurred(moved));
    double mean = IntStream.range(0, smooth.length).mapToDouble(i -> smooth[i] + NOISE).sum();
    float[] result = new float[last.length];
    for (int i = 0; i < result.length; i++) {
      double motion = Math.log((smooth[i] + NOISE) / (mean / smooth.length));
      result[i] = (float) (SHARE * last[i] + center(i) + MOTION * motion);
    }
    return result;
  }

  private static double center(int pixel) {
    double x = ((pixel % COLUMNS + 0.5) / COLUMNS - 0.5) / 0.22;
    double y = ((pixel / COLUMNS + 0.5) / ROWS - 0.5) / 0.22;
    return -(x * x + y * y) / 2;
  }

  /** The mean of each pixel and its neighbours. */
  private static double[] blurred(double[] values) {
    double[] means = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      int count = 0;
      for (int y = Math.max(0, i / COLUMNS - 1); y <= Math.min(ROWS - 1, i / COLUMNS + 1); y++) {
        for (int x = Math.max(0, i % COLUMNS - 1);
            x <= Math.min(COLUMNS - 1, i % COLUMNS + 1);
            x++) {
          sum += values[y * COLUMNS + x];
          count++;
        }
      }
      means[i] = sum / count;
    }
    return means;
  }
}
