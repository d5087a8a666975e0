package org.saliency.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

class CenterPriorsTest {

  private static final Size MAP = new Size(16, 8);
  private static final Size CELLS = new Size(2, 1);

  private final CenterPriors priors = new CenterPriors(MAP);

  @Test
  void isTheMeanScaledToOne() {
    priors.add("a", map(0.4, 0.2));
    priors.add("b", map(0.4, 0.0));

    assertThat(priors.all()).hasSize(1);
    assertThat(priors.all().get(0)).containsExactly(1.0, 0.25);
  }

  @Test
  void leavesOneVideoOut() {
    priors.add("a", map(0.4, 0.2));
    priors.add("b", map(0.1, 0.2));
    priors.add("b", map(0.1, 0.2));

    assertThat(priors.without("b", CELLS).values()).containsExactly(1.0, 0.5);
    assertThat(priors.without("a", CELLS).values()).containsExactly(0.5, 1.0);
    assertThat(priors.without("c", CELLS).values()).containsExactly(1.0, 1.0);
  }

  @Test
  void keepsTheOnlyVideo() {
    priors.add("a", map(0.4, 0.2));

    assertThat(priors.without("a", CELLS).values()).containsExactly(1.0, 0.5);
  }

  @Test
  void isBlackWhenEveryMapIs() {
    priors.add("a", map(0, 0));

    assertThat(priors.all().get(0)).containsExactly(0.0, 0.0);
  }

  private static SaliencyMap map(double left, double right) {
    return new SaliencyMap(CELLS, new double[] {left, right});
  }
}
