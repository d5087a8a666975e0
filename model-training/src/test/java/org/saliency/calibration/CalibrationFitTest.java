package org.saliency.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CalibrationFitTest {

  private static final int PIXELS = 20_000;

  private final SplittableRandom random = new SplittableRandom(3);
  private final double[] prediction = random(PIXELS);
  private final double[] prior = random(PIXELS);

  @Test
  void recoversAGammaCurve() {
    double[] truth = values(i -> Math.pow(prediction[i], 2.2));

    CalibrationFit.Result result = fit(truth).fit();

    assertThat(result.priorWeight()).isCloseTo(0, within(1e-3));
    for (int k = 0; k <= 32; k++) {
      assertThat(result.brightness().get(k)).isCloseTo(Math.pow(k / 32.0, 2.2), within(2e-3));
    }
  }

  @Test
  void recoversTheWeightOfThePrior() {
    double[] truth = values(i -> 0.7 * prediction[i] + 0.3 * prior[i]);

    CalibrationFit.Result result = fit(truth).fit();

    assertThat(result.priorWeight()).isCloseTo(0.3, within(1e-6));
    for (int k = 0; k <= 32; k++) {
      assertThat(result.brightness().get(k)).isCloseTo(k / 32.0, within(1e-6));
    }
  }

  @Test
  void recoversCurveAndWeightTogetherUnderNoise() {
    double[] noise = random(PIXELS);
    double[] truth = values(i -> 0.6 * Math.sqrt(prediction[i]) + 0.3 * prior[i] + 0.1 * noise[i]);

    CalibrationFit.Result result = fit(truth).fit();

    assertThat(result.priorWeight()).isCloseTo(0.3, within(0.01));
    // The mean of the noise, 0.05, is added to the curve.
    assertThat(result.brightness().get(8)).isCloseTo((0.6 * 0.5 + 0.05) / 0.7, within(0.02));
    assertThat(result.brightness().get(32)).isCloseTo((0.6 + 0.05) / 0.7, within(0.02));
  }

  @Test
  void isFlatWhereTheTruthDecreases() {
    double[] truth = values(i -> 1 - prediction[i]);

    CalibrationFit.Result result = fit(truth).fit();

    // The best constant is the mean; an uninformative prior adds nothing.
    for (double level : result.brightness()) {
      assertThat(level).isCloseTo(result.brightness().get(0), within(1e-6));
    }
  }

  @Test
  void isNonDecreasingAndWithinTheRange() {
    double[] truth = values(i -> prediction[i] > 0.5 ? 1 : random.nextDouble());

    CalibrationFit.Result result = fit(truth).fit();

    double last = 0;
    for (double level : result.brightness()) {
      assertThat(level).isBetween(last, 1.0);
      last = level;
    }
    assertThat(result.priorWeight()).isBetween(0.0, 1.0);
  }

  @Test
  void usesOnlyThePriorWhenThePredictionIsUninformative() {
    CalibrationFit.Result result = fit(prior).fit();

    assertThat(result.priorWeight()).isCloseTo(1, within(1e-6));
  }

  @Test
  void computesTheErrorOfTheCalibratedMaps() {
    double[] truth = values(i -> 0.4 * Math.sqrt(prediction[i]) + 0.2 * prior[i] + 0.1);
    CalibrationFit fit = fit(truth);
    CalibrationFit.Result result = fit.fit();

    double sum = 0;
    for (int i = 0; i < PIXELS; i++) {
      int piece = Math.min((int) (prediction[i] * 32), 31);
      double low = result.brightness().get(piece);
      double high = result.brightness().get(piece + 1);
      double level = low + (prediction[i] * 32 - piece) * (high - low);
      double value = (1 - result.priorWeight()) * level + result.priorWeight() * prior[i];
      sum += (value - truth[i]) * (value - truth[i]);
    }

    assertThat(fit.meanSquaredError(result)).isCloseTo(sum / PIXELS, within(1e-9));
    assertThat(fit.meanSquaredError(result)).isLessThan(fit.meanSquaredError(fit.identity()));
  }

  @Test
  void isNoWorseThanAnyCurveAndWeightNearby() {
    double[] truth = values(i -> random.nextDouble() * prediction[i]);
    CalibrationFit fit = fit(truth);
    CalibrationFit.Result best = fit.fit();

    for (int attempt = 0; attempt < 200; attempt++) {
      double share = 1 - 0.01 * random.nextDouble();
      double shift = 0.005 * random.nextDouble();
      CalibrationFit.Result other =
          new CalibrationFit.Result(
              best.brightness().stream().map(level -> Math.min(1, share * level + shift)).toList(),
              Math.max(0, Math.min(1, best.priorWeight() + 0.01 * (random.nextDouble() - 0.5))));
      assertThat(fit.meanSquaredError(best))
          .isLessThanOrEqualTo(fit.meanSquaredError(other) + 1e-9);
    }
  }

  @Test
  void interpolatesLevelsWithoutPixels() {
    CalibrationFit fit = new CalibrationFit(4);
    fit.add(new double[] {0, 1}, new double[] {0.2, 0.8}, new double[2]);

    CalibrationFit.Result result = fit.fit();

    double[] expected = {0.2, 0.35, 0.5, 0.65, 0.8};
    for (int k = 0; k <= 4; k++) {
      assertThat(result.brightness().get(k)).isCloseTo(expected[k], within(1e-6));
    }
  }

  @Test
  void isTheIdentityWithoutData() {
    assertThat(new CalibrationFit(2).fit().brightness()).containsExactly(0.0, 0.5, 1.0);
  }

  @Test
  void isDeterministic() {
    double[] truth = values(i -> Math.pow(prediction[i], 0.7));

    assertThat(fit(truth).fit()).isEqualTo(fit(truth).fit());
  }

  private CalibrationFit fit(double[] truth) {
    CalibrationFit fit = new CalibrationFit(32);
    fit.add(prediction, truth, prior);
    return fit;
  }

  private double[] random(int count) {
    return random.doubles(count).toArray();
  }

  private static double[] values(IntToDoubleFunction function) {
    double[] values = new double[PIXELS];
    Arrays.setAll(values, function);
    return values;
  }
}
