package org.saliency.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.saliency.network.ActivationHistograms;

class RangeFitTest {

  private static double[] histogram(double... values) {
    double[] counts = new double[ActivationHistograms.BINS];
    for (double value : values) {
      double octaves = Math.log(value) / Math.log(2) - ActivationHistograms.LOWEST;
      counts[Math.max(0, (int) Math.floor(octaves * ActivationHistograms.PER_OCTAVE))]++;
    }
    return counts;
  }

  private static double[] uniform() {
    return new Random(1).doubles(10_000, 0.01, 4).toArray();
  }

  /** A bin is 4 percent wide. */
  @Test
  void representsTheLargestOfEvenlySpreadValues() {
    assertThat(RangeFit.range(histogram(uniform()), false)).isCloseTo(4, within(0.2));
  }

  @Test
  void clipsAFewOutliers() {
    double[] counts = Arrays.stream(histogram(uniform())).map(count -> 100 * count).toArray();
    double[] outlier = histogram(8);
    Arrays.setAll(counts, i -> counts[i] + outlier[i]);
    assertThat(RangeFit.range(counts, false)).isCloseTo(4, within(0.6));
  }

  @Test
  void hasARangeForValuesThatAreAllZero() {
    double[] counts = new double[ActivationHistograms.BINS];
    counts[0] = 100;
    assertThat(RangeFit.range(counts, true)).isEqualTo(1);
  }
}
