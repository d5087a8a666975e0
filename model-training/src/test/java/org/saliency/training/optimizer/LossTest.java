package org.saliency.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Metric;
import org.saliency.metric.Profile;
import org.saliency.settings.Settings;

class LossTest {

  private static final int BATCH = 2;
  private static final Size SIZE = new Size(6, 5);
  private static final int PIXELS = SIZE.pixels();
  private static final int[] FIXATED = {3, 8, 21};

  private final float[] prediction = draw(1);
  private final float[] truth = normalised(draw(2));
  private final float[] fixations = marks();

  /** Values away from 0 and 1, where the losses are not smooth. */
  private static float[] draw(long seed) {
    Random random = new Random(seed);
    float[] values = new float[BATCH * PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.1f + 0.8f * random.nextFloat();
    }
    return values;
  }

  private static float[] normalised(float[] maps) {
    for (int frame = 0; frame < BATCH; frame++) {
      float sum = 0;
      for (int i = 0; i < PIXELS; i++) {
        sum += maps[frame * PIXELS + i];
      }
      for (int i = 0; i < PIXELS; i++) {
        maps[frame * PIXELS + i] /= sum;
      }
    }
    return maps;
  }

  private static float[] marks() {
    float[] marks = new float[BATCH * PIXELS];
    for (int pixel : FIXATED) {
      marks[pixel] = 1;
      marks[PIXELS + (pixel + 4) % PIXELS] = 1;
    }
    return marks;
  }

  private LossTarget target(NDManager manager) {
    Shape shape = new Shape(BATCH, PIXELS);
    return new LossTarget(
        manager.create(truth, shape), Optional.of(manager.create(fixations, shape)));
  }

  private NDArray planes(NDManager manager, float[] values) {
    return manager.create(values, new Shape(BATCH, 1, SIZE.height(), SIZE.width()));
  }

  private double value(Loss loss, float[] values) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return loss.of(planes(manager, values), target(manager)).getFloat();
    }
  }

  private float[] gradient(Loss loss, float[] values) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        GradientCollector collector = manager.getEngine().newGradientCollector()) {
      NDArray input = planes(manager, values);
      input.setRequiresGradient(true);
      collector.backward(loss.of(input, target(manager)));
      return input.getGradient().toFloatArray();
    }
  }

  private static Loss only(LossTerm term) {
    return new Loss(Map.of(term, 1.0));
  }

  @ParameterizedTest
  @EnumSource(LossTerm.class)
  void gradientsEqualFiniteDifferences(LossTerm term) {
    Loss loss = only(term);
    float[] gradient = gradient(loss, prediction);
    double largest = 0;
    for (float slope : gradient) {
      largest = Math.max(largest, Math.abs(slope));
    }
    assertThat(largest).isPositive();
    float step = 1e-3f;
    for (int i = 0; i < prediction.length; i++) {
      float[] above = prediction.clone();
      float[] below = prediction.clone();
      above[i] += step;
      below[i] -= step;
      double slope = (value(loss, above) - value(loss, below)) / ((double) above[i] - below[i]);
      assertThat((double) gradient[i]).as("pixel %d", i).isCloseTo(slope, within(0.02 * largest));
    }
  }

  @ParameterizedTest
  @EnumSource(LossTerm.class)
  void gradientsOfConstantPredictionsAreFinite(LossTerm term) {
    for (float level : new float[] {0, 0.5f, 1}) {
      float[] flat = new float[BATCH * PIXELS];
      Arrays.fill(flat, level);
      for (float slope : gradient(only(term), flat)) {
        assertThat(slope).isFinite();
      }
    }
  }

  @Test
  void termsEqualTheMeanMetricsOverTheBatch() {
    Map<LossTerm, Metric> pairs =
        Map.of(
            LossTerm.KLD, Metric.KLD,
            LossTerm.CC, Metric.CC,
            LossTerm.SIM, Metric.SIM,
            LossTerm.NSS, Metric.NSS);
    pairs.forEach(
        (term, metric) -> {
          double mean = 0;
          for (int frame = 0; frame < BATCH; frame++) {
            mean += metric(metric, frame) / BATCH;
          }
          assertThat(value(only(term), prediction)).as("%s", term).isCloseTo(mean, within(1e-4));
        });
  }

  private double metric(Metric metric, int frame) {
    int[] pixels =
        IntStream.range(0, PIXELS).filter(i -> fixations[frame * PIXELS + i] > 0).toArray();
    return Profile.NATIVE
        .measure(
            map(prediction, frame),
            Optional.of(map(truth, frame)),
            Optional.of(Fixations.ofPixels(SIZE, pixels)))
        .values()
        .get(metric);
  }

  private static SaliencyMap map(float[] maps, int frame) {
    double[] values = new double[PIXELS];
    Arrays.setAll(values, i -> maps[frame * PIXELS + i]);
    return new SaliencyMap(SIZE, values);
  }

  @Test
  void crossEntropyUsesTheTruthDividedByItsMaximum() {
    double sum = 0;
    for (int frame = 0; frame < BATCH; frame++) {
      double highest = 0;
      for (int i = 0; i < PIXELS; i++) {
        highest = Math.max(highest, truth[frame * PIXELS + i]);
      }
      for (int i = 0; i < PIXELS; i++) {
        double g = truth[frame * PIXELS + i] / highest;
        double p = prediction[frame * PIXELS + i];
        sum -= g * Math.log(p) + (1 - g) * Math.log(1 - p);
      }
    }
    assertThat(value(only(LossTerm.BCE), prediction))
        .isCloseTo(sum / (BATCH * PIXELS), within(1e-5));
  }

  @Test
  void lossIsTheWeightedSumOfItsTerms() {
    double kld = value(only(LossTerm.KLD), prediction);
    double cc = value(only(LossTerm.CC), prediction);
    Loss both = new Loss(Map.of(LossTerm.KLD, 1.0, LossTerm.CC, -0.1, LossTerm.NSS, 0.0));
    assertThat(value(both, prediction)).isCloseTo(kld - 0.1 * cc, within(1e-5));
    assertThat(both.usesFixations()).isFalse();
  }

  @Test
  void framesWithoutFixationsAreExcludedFromNss() {
    Arrays.fill(fixations, PIXELS, 2 * PIXELS, 0);
    assertThat(value(only(LossTerm.NSS), prediction))
        .isCloseTo(metric(Metric.NSS, 0), within(1e-4));
  }

  @Test
  void blackTruthGivesFiniteLosses() {
    Arrays.fill(truth, 0);
    for (LossTerm term : LossTerm.values()) {
      assertThat(value(only(term), prediction)).as("%s", term).isFinite();
    }
  }

  @ParameterizedTest
  @CsvSource({"kld, -1, lower", "cc, 0.1, higher", "nss, 2, higher"})
  void aWeightThatRewardsBadMapsIsRejected(String term, String weight, String better) {
    Settings settings =
        Settings.load(Optional.empty(), Map.of("train.loss.weights." + term, weight))
            .section("train");
    assertThatThrownBy(() -> Loss.from(settings.section("loss")))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("train.loss.weights." + term, weight, better + " values");
  }

  @Test
  void weightsThatAreAllZeroAreRejected() {
    Settings settings =
        Settings.load(Optional.empty(), Map.of("train.loss.weights.kld", "0")).section("train");
    assertThatThrownBy(() -> Loss.from(settings.section("loss")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("train.loss.weights");
  }
}
