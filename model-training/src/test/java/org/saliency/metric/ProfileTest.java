package org.saliency.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.saliency.metric.Metric.AUC_JUDD;
import static org.saliency.metric.Metric.CC;
import static org.saliency.metric.Metric.KLD;
import static org.saliency.metric.Metric.NSS;
import static org.saliency.metric.Metric.SIM;

import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractDoubleAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/**
 * Expected values of whole frames were computed with numpy (means, logarithms, sorting) and torch
 * (resizing) from the definitions.
 */
class ProfileTest {

  private static final SaliencyMap PREDICTION =
      FrameSamples.blob(new Size(64, 36), 0.4137, 0.5291, 0.2);
  private static final Size SIZE = new Size(72, 54);
  private static final SaliencyMap TRUTH = FrameSamples.blob(SIZE, 0.5, 0.6, 0.15);
  private static final Fixations FIXATIONS =
      new Fixations(
          SIZE,
          new int[] {0, 27, 27, 20, 53, 30, 10, 27},
          new int[] {0, 43, 43, 50, 71, 40, 12, 44});

  @Test
  void savamLetterboxesAndTakesFixationsAsASet() {
    assertMetrics(
        Profile.MSU_SAVAM.measure(PREDICTION, Optional.of(TRUTH), Optional.of(FIXATIONS)),
        7,
        Map.of(
            NSS, 1.08463894976191,
            SIM, 0.724183418312647,
            CC, 0.835520016389522,
            AUC_JUDD, 0.717189758369395,
            KLD, 0.241279935625387));
  }

  @Test
  void challengeStretchesBothMapsAndCountsRepeatedFixations() {
    assertMetrics(
        Profile.MSU_CHALLENGE.measure(PREDICTION, Optional.of(TRUTH), Optional.of(FIXATIONS)),
        8,
        Map.of(
            NSS, 1.07713969014044,
            SIM, 0.70230848863607,
            CC, 0.830669696082233,
            AUC_JUDD, 0.709566392177046));
  }

  @Test
  void nativeResizesThePredictionOnly() {
    assertMetrics(
        Profile.NATIVE.measure(PREDICTION, Optional.of(TRUTH), Optional.of(FIXATIONS)),
        8,
        Map.of(
            NSS, 1.07713964321482,
            SIM, 0.790376405964835,
            CC, 0.830669696082233,
            AUC_JUDD, 0.709117268041237,
            KLD, 0.119917249383817));
  }

  /** The KLD was computed with Python as the sum of g ln(eps + g / eps). */
  @Test
  void aMissingMapIsMeasuredAsAllZeroWithoutUndefinedValues() {
    assertMetrics(
        Profile.NATIVE.measureMissing(Optional.of(TRUTH), Optional.of(FIXATIONS)),
        8,
        Map.of(NSS, 0.0, SIM, 0.0, CC, 0.0, AUC_JUDD, 0.5, KLD, 28.26220899360119));
    SaliencyMap zero = FrameSamples.constant(SIZE, 0);
    assertThat(Profile.NATIVE.measure(zero, Optional.of(TRUTH), Optional.of(FIXATIONS)).values())
        .containsOnlyKeys(NSS, SIM, CC);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aMissingMapIsWorseThanAnyOther(Profile profile) {
    FrameMetrics missing = profile.measureMissing(Optional.of(TRUTH), Optional.of(FIXATIONS));
    FrameMetrics blob = profile.measure(PREDICTION, Optional.of(TRUTH), Optional.of(FIXATIONS));
    assertThat(missing.values()).containsOnlyKeys(profile.metrics().toArray(Metric[]::new));
    for (Metric metric : profile.metrics()) {
      double difference = blob.values().get(metric) - missing.values().get(metric);
      assertThat(metric.higherIsBetter() ? difference : -difference).as("%s", metric).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aMissingMapWithoutFixationsOrTruthMapLacksTheirMetrics(Profile profile) {
    assertThat(profile.measureMissing(Optional.of(TRUTH), Optional.empty()).values())
        .doesNotContainKeys(NSS, AUC_JUDD)
        .containsKeys(SIM, CC);
    assertThat(profile.measureMissing(Optional.empty(), Optional.of(FIXATIONS)).values())
        .containsOnlyKeys(NSS, AUC_JUDD);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void metricsWithoutTruthAreUndefined(Profile profile) {
    FrameMetrics mapOnly = profile.measure(PREDICTION, Optional.of(TRUTH), Optional.empty());
    assertThat(mapOnly.values()).containsKeys(SIM, CC).doesNotContainKeys(NSS, AUC_JUDD);
    assertThat(mapOnly.fixations()).isZero();

    FrameMetrics fixationsOnly =
        profile.measure(PREDICTION, Optional.empty(), Optional.of(FIXATIONS));
    assertThat(fixationsOnly.values()).containsOnlyKeys(NSS, AUC_JUDD);
    assertThat(fixationsOnly.fixations()).isPositive();

    assertThat(profile.measure(PREDICTION, Optional.empty(), Optional.empty()).values()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aFrameWithoutAnyFixationHasNoNssAndNoAuc(Profile profile) {
    Fixations none = new Fixations(SIZE, new int[0], new int[0]);
    FrameMetrics metrics = profile.measure(PREDICTION, Optional.of(TRUTH), Optional.of(none));
    assertThat(metrics.values()).containsKeys(SIM, CC).doesNotContainKeys(NSS, AUC_JUDD);
    assertThat(metrics.fixations()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aConstantPredictionScoresZeroAndHasNoAucEvenIfPadded(Profile profile) {
    SaliencyMap flat = FrameSamples.constant(new Size(50, 70), 0.3);
    FrameMetrics metrics = profile.measure(flat, Optional.of(TRUTH), Optional.of(FIXATIONS));
    assertThat(metrics.values())
        .containsEntry(NSS, 0.0)
        .containsEntry(CC, 0.0)
        .containsKey(SIM)
        .doesNotContainKey(AUC_JUDD);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aBlackTruthLeavesNoNan(Profile profile) {
    SaliencyMap black = FrameSamples.constant(SIZE, 0);
    FrameMetrics metrics = profile.measure(PREDICTION, Optional.of(black), Optional.of(FIXATIONS));
    assertThat(metrics.values())
        .containsEntry(SIM, 0.0)
        .containsEntry(CC, 0.0)
        .containsKeys(NSS, AUC_JUDD)
        .doesNotContainKey(KLD);
  }

  @Test
  void truthOfTwoSizesIsRejectedWithoutScaling() {
    Fixations elsewhere = FrameSamples.F0;
    for (Profile profile : new Profile[] {Profile.NATIVE, Profile.MSU_CHALLENGE}) {
      assertThatThrownBy(
              () -> profile.measure(PREDICTION, Optional.of(TRUTH), Optional.of(elsewhere)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("72x54")
          .hasMessageContaining("40x40");
    }
    assertThat(
            Profile.MSU_SAVAM
                .measure(PREDICTION, Optional.of(TRUTH), Optional.of(elsewhere))
                .values())
        .containsOnlyKeys(Metric.DEFAULTS);
  }

  @Test
  void profilesAreParsedFromTheirName() {
    assertThat(Profile.named("msu-savam")).isEqualTo(Profile.MSU_SAVAM);
    assertThat(Profile.named("msu-challenge")).isEqualTo(Profile.MSU_CHALLENGE);
    assertThat(Profile.named("native")).isEqualTo(Profile.NATIVE);
  }

  @Test
  void anUnknownProfileListsTheKnownOnes() {
    assertThatThrownBy(() -> Profile.named("savam"))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessage("Invalid profile 'savam': expected one of msu-savam, msu-challenge, native");
  }

  private static void assertMetrics(
      FrameMetrics metrics, int fixations, Map<Metric, Double> expected) {
    assertThat(metrics.fixations()).isEqualTo(fixations);
    assertThat(metrics.values()).containsOnlyKeys(expected.keySet());
    expected.forEach((metric, value) -> valueOf(metrics, metric).isCloseTo(value, within(1e-9)));
  }

  private static AbstractDoubleAssert<?> valueOf(FrameMetrics metrics, Metric metric) {
    return assertThat(metrics.values().get(metric)).as(metric.label());
  }
}
