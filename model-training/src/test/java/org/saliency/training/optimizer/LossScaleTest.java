package org.saliency.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LossScaleTest {

  private final LossScale scale = new LossScale();

  @Test
  void halvesWhenGradientsOverflow() {
    double start = scale.value();
    assertThat(scale.accepts(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(scale.accepts(Double.NaN)).isFalse();
    assertThat(scale.value()).isEqualTo(start / 4);
    assertThat(scale.accepts(3)).isTrue();
    assertThat(scale.value()).isEqualTo(start / 4);
  }

  @Test
  void growsAfterTwoThousandStepsWithoutOverflow() {
    double start = scale.value();
    for (int step = 0; step < 1999; step++) {
      scale.accepts(1);
    }
    assertThat(scale.value()).isEqualTo(start);
    scale.accepts(1);
    assertThat(scale.value()).isEqualTo(2 * start);
  }

  @Test
  void takesAnyStepWithTheLeastFactorSoThatADivergedTrainingIsSeen() {
    while (scale.value() > 1) {
      assertThat(scale.accepts(Double.NaN)).isFalse();
    }
    assertThat(scale.accepts(Double.NaN)).isTrue();
  }

  @Test
  void aRestoredScaleGoesOn() {
    scale.accepts(Double.NaN);
    scale.accepts(1);
    LossScale restored = new LossScale();
    restored.restore(scale.state());
    assertThat(restored.value()).isEqualTo(scale.value());
    for (int step = 0; step < 1999; step++) {
      restored.accepts(1);
    }
    assertThat(restored.value()).isEqualTo(2 * scale.value());
    restored.restore(Map.of());
    assertThat(restored.value()).isEqualTo(2 * scale.value());
  }
}
