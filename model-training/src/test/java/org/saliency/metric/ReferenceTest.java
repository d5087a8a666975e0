package org.saliency.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

class ReferenceTest {

  private static final Size SIZE = new Size(32, 18);
  private static final List<Metric> ALL = List.of(Metric.values());

  @Test
  void fixationsKeepTheirPixelsAtTheirOwnSize() {
    Fixations fixations = FrameSamples.randomFixations(SIZE, 200, 3);
    Fixations back = RelativeFixations.of(fixations).at(SIZE);
    assertThat(back.rows()).isEqualTo(fixations.rows());
    assertThat(back.columns()).isEqualTo(fixations.columns());
  }

  @Test
  void fixationsAreScaledToOtherSizes() {
    Fixations corners = new Fixations(new Size(4, 2), new int[] {0, 1}, new int[] {0, 3});
    Fixations larger = RelativeFixations.of(corners).at(new Size(400, 200));
    assertThat(larger.rows()).containsExactly(50, 150);
    assertThat(larger.columns()).containsExactly(50, 350);
  }

  @Property(tries = 50)
  void theBaselineItselfGainsNothing(@ForAll long seed) {
    SaliencyMap map = FrameSamples.random(SIZE, 256, seed);
    assertThat(measure(Profile.NATIVE, map, map).values().get(Metric.INFORMATION_GAIN))
        .isCloseTo(0, within(1e-12));
    SaliencyMap blob = FrameSamples.blob(new Size(384, 216), 0.4, 0.6, 0.2);
    assertThat(measure(Profile.MSU_SAVAM, blob, blob).values().get(Metric.INFORMATION_GAIN))
        .isCloseTo(0, within(1e-12));
  }

  @Property(tries = 50)
  void areasDoNotDependOnAMonotonicChange(@ForAll long seed) {
    SaliencyMap map = FrameSamples.random(SIZE, 50, seed);
    double[] squares = map.values().clone();
    for (int i = 0; i < squares.length; i++) {
      squares[i] = squares[i] * squares[i] / 3 + 0.1;
    }
    FrameMetrics plain = measure(Profile.NATIVE, map, map);
    FrameMetrics changed = measure(Profile.NATIVE, new SaliencyMap(SIZE, squares), map);
    for (Metric metric : List.of(Metric.AUC_BORJI, Metric.SHUFFLED_AUC, Metric.AUC_JUDD)) {
      assertThat(changed.values().get(metric)).isEqualTo(plain.values().get(metric));
    }
  }

  @Test
  void missingMapsAreAtChanceAndLoseInformation() {
    SaliencyMap truth = FrameSamples.random(SIZE, 50, 1);
    Fixations fixations = FrameSamples.randomFixations(SIZE, 9, 1);
    FrameMetrics missing =
        new FrameMeter(Profile.NATIVE, ALL, reference(truth))
            .measureMissing(Optional.of(truth), Optional.of(fixations));
    assertThat(missing.values())
        .containsEntry(Metric.AUC_BORJI, 0.5)
        .containsEntry(Metric.SHUFFLED_AUC, 0.5);
    assertThat(missing.values().get(Metric.INFORMATION_GAIN)).isLessThan(-30);
  }

  @Test
  void withoutAReferenceOnlyTheMetricsThatNeedItAreUndefined() {
    SaliencyMap map = FrameSamples.random(SIZE, 50, 1);
    FrameMetrics metrics =
        new FrameMeter(Profile.NATIVE, ALL, Reference.NONE)
            .measure(map, Optional.of(map), Optional.of(FrameSamples.randomFixations(SIZE, 9, 1)));
    assertThat(metrics.values())
        .containsKey(Metric.AUC_BORJI)
        .doesNotContainKeys(Metric.SHUFFLED_AUC, Metric.INFORMATION_GAIN);
  }

  @Test
  void metricsAreChosenInTheOrderOfTheColumns() {
    assertThat(Profile.MSU_SAVAM.choose(List.of("sauc", "cc", "sauc")))
        .containsExactly(Metric.CC, Metric.SHUFFLED_AUC);
    assertThat(Profile.MSU_CHALLENGE.choose(List.of())).isEqualTo(Profile.MSU_CHALLENGE.metrics());
  }

  @Test
  void theChallengeProfileHasNoDivergences() {
    for (String column : List.of("kld", "ig")) {
      assertThatThrownBy(() -> Profile.MSU_CHALLENGE.choose(List.of(column)))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Invalid metric '"
                  + column
                  + "' for profile msu-challenge, which makes the lowest values of maps zero:"
                  + " leave it out, or use profile msu-savam or native");
    }
  }

  private static FrameMetrics measure(
      Profile profile, SaliencyMap prediction, SaliencyMap baseline) {
    return new FrameMeter(profile, ALL, reference(baseline))
        .measure(
            prediction,
            Optional.of(prediction),
            Optional.of(FrameSamples.randomFixations(prediction.size(), 40, 5)));
  }

  private static Reference reference(SaliencyMap baseline) {
    return new Reference(
        Reference.Baseline.of(baseline),
        RelativeFixations.of(FrameSamples.randomFixations(new Size(64, 36), 300, 9)));
  }
}
