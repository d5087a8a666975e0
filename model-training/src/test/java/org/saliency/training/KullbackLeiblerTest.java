package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saliency.torchscript.PyTorch;

class KullbackLeiblerTest {

  private static final int HEIGHT = 9;
  private static final int WIDTH = 16;
  private static final int PIXELS = HEIGHT * WIDTH;

  private final Model model = PyTorch.newModel(Device.cpu());
  private final NDManager manager = model.getNDManager();

  @AfterEach
  void close() {
    model.close();
  }

  private double loss(float[] prediction, float[] truth) {
    return loss(predictionOf(prediction), truth).getFloat();
  }

  private NDArray predictionOf(float[] values) {
    return manager.create(values, new Shape(values.length / PIXELS, 1, HEIGHT, WIDTH));
  }

  private NDArray loss(NDArray prediction, float[] truth) {
    NDArray rows = manager.create(truth, new Shape(truth.length / PIXELS, PIXELS));
    return KullbackLeibler.of(prediction, rows);
  }

  private static float[] random(int frames, long seed) {
    Random random = new Random(seed);
    float[] values = new float[frames * PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4) == 0 ? 0 : random.nextFloat();
    }
    return values;
  }

  private static float[] summingToOne(float[] maps) {
    float[] rows = maps.clone();
    for (int start = 0; start < rows.length; start += PIXELS) {
      double sum = 0;
      for (int i = start; i < start + PIXELS; i++) {
        sum += maps[i];
      }
      for (int i = start; i < start + PIXELS; i++) {
        rows[i] = (float) (maps[i] / sum);
      }
    }
    return rows;
  }

  /** The sum of g ln(e + g / (p + e)), averaged over frames, in float64. */
  private static double expected(float[] prediction, float[] truth) {
    int frames = truth.length / PIXELS;
    double total = 0;
    for (int start = 0; start < truth.length; start += PIXELS) {
      double sum = 0;
      for (int i = start; i < start + PIXELS; i++) {
        sum += prediction[i];
      }
      for (int i = start; i < start + PIXELS; i++) {
        double p = prediction[i] / sum;
        total += truth[i] * Math.log(1e-7 + truth[i] / (p + 1e-7));
      }
    }
    return total / frames;
  }

  @Test
  void theLossIsTheDivergenceOfThePredictionFromTheTruth() {
    for (int frames = 1; frames <= 4; frames++) {
      float[] prediction = random(frames, frames);
      float[] truth = summingToOne(random(frames, 100 + frames));
      assertThat(loss(prediction, truth))
          .isCloseTo(expected(prediction, truth), within(1e-5 * expected(prediction, truth)));
    }
  }

  @Test
  void theLossDoesNotDependOnThePredictionsScale() {
    float[] prediction = random(2, 5);
    float[] truth = summingToOne(random(2, 6));
    float[] brighter = prediction.clone();
    for (int i = 0; i < brighter.length; i++) {
      brighter[i] *= 3;
    }
    assertThat(loss(brighter, truth)).isCloseTo(loss(prediction, truth), within(1e-5));
  }

  @Test
  void equalMapsLoseNothing() {
    float[] maps = random(3, 7);
    assertThat(loss(maps, summingToOne(maps))).isCloseTo(0, within(1e-4));
  }

  @Test
  void allBlackTruthLosesNothing() {
    assertThat(loss(random(1, 8), new float[PIXELS])).isZero();
  }

  @Test
  void allBlackPredictionsLoseMuchButNotInfinitelyMuch() {
    float[] truth = new float[PIXELS];
    Arrays.fill(truth, 1f / PIXELS);
    // Every pixel: ln(1e-7 + (1 / 144) / 1e-7).
    assertThat(loss(new float[PIXELS], truth))
        .isCloseTo(Math.log(1e-7 + 1e7 / PIXELS), within(1e-3));
  }

  @Test
  void gradientsAreFiniteWhereMapsAreBlack() {
    float[] values = random(2, 9);
    Arrays.fill(values, 0, PIXELS, 0);
    float[] truth = summingToOne(random(2, 10));
    Arrays.fill(truth, PIXELS, 2 * PIXELS, 0);
    NDArray prediction = predictionOf(values);
    prediction.setRequiresGradient(true);
    try (GradientCollector gradients = manager.getEngine().newGradientCollector()) {
      gradients.backward(loss(prediction, truth));
      for (float value : prediction.getGradient().toFloatArray()) {
        assertThat(value).isFinite();
      }
    }
  }
}
