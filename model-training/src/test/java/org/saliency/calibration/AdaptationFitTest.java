package org.saliency.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.network.Adaptation;

class AdaptationFitTest {

  private static final Size SIZE = new Size(48, 32);

  /** So many that the fit is hardly drawn towards no change. */
  private static final int VIDEOS = 200;

  private final AdaptationFit fit = new AdaptationFit(SIZE);

  /** Two smooth bumps at random places. */
  private static SaliencyMap bumps(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double x0 = random.nextDouble(10, 38);
    double y0 = random.nextDouble(8, 24);
    double x1 = random.nextDouble(10, 38);
    double y1 = random.nextDouble(8, 24);
    double[] values = new double[SIZE.pixels()];
    for (int i = 0; i < values.length; i++) {
      int x = i % SIZE.width();
      int y = i / SIZE.width();
      values[i] = 0.05 + 0.6 * bump(x - x0, y - y0, 5) + 0.35 * bump(x - x1, y - y1, 3);
    }
    return new SaliencyMap(SIZE, values);
  }

  private static double bump(double x, double y, double deviation) {
    return Math.exp(-(x * x + y * y) / (2 * deviation * deviation));
  }

  private static SaliencyMap mapped(SaliencyMap map, DoubleUnaryOperator function) {
    double[] values = map.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsDouble(values[i]);
    }
    return new SaliencyMap(map.size(), values);
  }

  private static SaliencyMap gaussian(double x0, double y0, double deviation) {
    double[] values = new double[SIZE.pixels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = bump(i % SIZE.width() + 0.5 - x0, i / SIZE.width() + 0.5 - y0, deviation);
    }
    return new SaliencyMap(SIZE, values);
  }

  @Test
  void perfectMapsStayAsTheyAre() {
    for (int seed = 0; seed < 4; seed++) {
      fit.add("video" + seed, bumps(seed), bumps(seed));
    }

    Adaptation fitted = fit.fit(video -> true);

    assertThat(fitted.gain()).isCloseTo(1, within(0.02));
    assertThat(fitted.blur()).isZero();
    assertThat(fitted.centerBias()).allSatisfy(term -> assertThat(term).isCloseTo(0, within(0.03)));
    assertThat(fitted.floor()).isZero();
  }

  @Test
  void mapsOfTooLittleContrastGetAHigherGain() {
    for (int seed = 0; seed < VIDEOS; seed++) {
      fit.add("video" + seed, mapped(bumps(seed), Math::sqrt), bumps(seed));
    }

    assertThat(fit.fit(video -> true).gain()).isCloseTo(2, within(0.1));
  }

  @Test
  void findsACenterBiasWithItsPlaceAndSpread() {
    // A Gaussian with a deviation of 12 pixels of 24, 6 pixels to the right of the center.
    for (int seed = 0; seed < VIDEOS; seed++) {
      fit.add("video" + seed, mapped(bumps(seed), value -> 0.5), gaussian(30, 16, 12));
    }

    Adaptation fitted = fit.fit(video -> true);

    double curvature = fitted.centerBias().get(2);
    assertThat(Math.sqrt(1 / (2 * curvature)) * 24).isCloseTo(12, within(0.6));
    assertThat(fitted.centerBias().get(0) / (2 * curvature) * 24).isCloseTo(6, within(0.4));
  }

  @Test
  void sharpMapsOfBlurredTruthAreBlurred() {
    for (int seed = 0; seed < 4; seed++) {
      SaliencyMap sharp = mapped(bumps(seed), value -> value > 0.5 ? 1 : 0);
      Adaptation wide = new Adaptation(1, 0.05, Adaptation.NONE.centerBias(), 0);
      fit.add("video" + seed, sharp, wide.blurred(sharp));
    }

    assertThat(fit.fit(video -> true).blur()).isEqualTo(0.05);
  }

  @Test
  void biasTowardsTheBorderIsNotLearned() {
    for (int seed = 0; seed < 4; seed++) {
      SaliencyMap inverse = mapped(gaussian(24, 16, 10), value -> 1 - 0.9 * value);
      fit.add("video" + seed, mapped(inverse, value -> 0.5), inverse);
    }

    Adaptation fitted = fit.fit(video -> true);

    assertThat(fitted.centerBias().get(2)).isZero();
    assertThat(fitted.centerBias().get(3)).isZero();
  }

  @Test
  void uselessMapsLoseTheirContrast() {
    for (int seed = 0; seed < VIDEOS; seed++) {
      fit.add("video" + seed, mapped(bumps(seed), value -> 1 - value), bumps(seed));
    }

    assertThat(fit.fit(video -> true).gain()).isZero();
  }

  @Test
  void fewVideosChangeLittle() {
    for (int seed = 0; seed < 2; seed++) {
      fit.add("video" + seed, mapped(bumps(seed), Math::sqrt), bumps(seed));
    }

    assertThat(fit.fit(video -> true).gain()).isBetween(1.3, 1.95);
  }

  @Test
  void videosThatAreLeftOutHaveNoInfluence() {
    AdaptationFit without = new AdaptationFit(SIZE);
    for (int seed = 0; seed < 3; seed++) {
      fit.add("kept" + seed, mapped(bumps(seed), Math::sqrt), bumps(seed));
      without.add("kept" + seed, mapped(bumps(seed), Math::sqrt), bumps(seed));
    }
    fit.add("left", bumps(7), gaussian(4, 4, 3));

    assertThat(fit.fit(video -> !video.equals("left"))).isEqualTo(without.fit(video -> true));
    assertThat(fit.fit(video -> true)).isNotEqualTo(without.fit(video -> true));
  }

  @Test
  void eachVideoHasTheSameWeight() {
    AdaptationFit repeated = new AdaptationFit(SIZE);
    fit.add("a", mapped(bumps(0), Math::sqrt), bumps(0));
    fit.add("b", bumps(1), bumps(1));
    for (int i = 0; i < 5; i++) {
      repeated.add("a", mapped(bumps(0), Math::sqrt), bumps(0));
    }
    repeated.add("b", bumps(1), bumps(1));

    assertThat(repeated.fit(video -> true).gain())
        .isCloseTo(fit.fit(video -> true).gain(), within(1e-5));
  }

  @Test
  void blackTruthIsLeftOut() {
    fit.add("black", bumps(0), new SaliencyMap(SIZE, new double[SIZE.pixels()]));

    assertThat(fit.videos()).isEmpty();
  }
}
