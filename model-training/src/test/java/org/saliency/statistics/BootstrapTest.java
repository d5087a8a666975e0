package org.saliency.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTest {

  private static final int SETS = 3000;

  /** Share of simulated sets whose interval contains the true mean. */
  private static double coverage(int videos, double truth, ToDoubleFunction<Random> draw) {
    Random random = new Random(7);
    int covered = 0;
    for (int set = 0; set < SETS; set++) {
      double[] values =
          IntStream.range(0, videos).mapToDouble(i -> draw.applyAsDouble(random)).toArray();
      Bootstrap bootstrap = new Bootstrap(1000, 0.95, set);
      covered += bootstrap.ofMean(values).orElseThrow().contains(truth) ? 1 : 0;
    }
    return (double) covered / SETS;
  }

  private static void assertCovers(int videos, double truth, ToDoubleFunction<Random> draw) {
    assertThat(coverage(videos, truth, draw)).as("%d videos", videos).isBetween(0.93, 0.97);
  }

  @ParameterizedTest
  @CsvSource({"12", "20", "100"})
  void intervalsOfNormalValuesCoverTheTrueMean(int videos) {
    assertCovers(videos, 0.6, random -> 0.6 + 0.1 * random.nextGaussian());
  }

  @ParameterizedTest
  @CsvSource({"12", "20", "100"})
  void intervalsOfUniformValuesCoverTheTrueMean(int videos) {
    assertCovers(videos, 0.5, Random::nextDouble);
  }

  @ParameterizedTest
  @CsvSource({"30", "100"})
  void intervalsOfSkewedValuesCoverTheTrueMean(int videos) {
    assertCovers(videos, Math.exp(0.125), random -> Math.exp(0.5 * random.nextGaussian()));
  }

  @Test
  void intervalsOfPairedDifferencesCoverTheTrueDifference() {
    assertCovers(
        20,
        0.02,
        random -> {
          double difficulty = random.nextGaussian();
          double one = 0.62 + 0.1 * difficulty + 0.02 * random.nextGaussian();
          double other = 0.60 + 0.1 * difficulty + 0.02 * random.nextGaussian();
          return one - other;
        });
  }

  @Test
  void theSameValuesInAnotherOrderHaveTheSameInterval() {
    double[] values = {0.5, 0.1, 0.9, 0.4, 0.7, 0.3};
    double[] reversed = {0.3, 0.7, 0.4, 0.9, 0.1, 0.5};
    assertThat(Bootstrap.DEFAULT.ofMean(values)).isEqualTo(Bootstrap.DEFAULT.ofMean(reversed));
    assertThat(new Bootstrap(5000, 0.95, 2).ofMean(values))
        .isNotEqualTo(Bootstrap.DEFAULT.ofMean(values));
  }

  @Test
  void intervalsHoldTheMeanAndWidenWithTheLevel() {
    double[] values = {0.5, 0.1, 0.9, 0.4, 0.7, 0.3};
    Interval wide = new Bootstrap(5000, 0.99, 1).ofMean(values).orElseThrow();
    Interval narrow = new Bootstrap(5000, 0.8, 1).ofMean(values).orElseThrow();
    assertThat(narrow.contains(2.9 / 6)).isTrue();
    assertThat(wide.low()).isLessThan(narrow.low());
    assertThat(wide.high()).isGreaterThan(narrow.high());
  }

  @Test
  void equalValuesHaveAnEmptyWidthAndFewValuesNoInterval() {
    assertThat(Bootstrap.DEFAULT.ofMean(new double[] {2, 2, 2, 2, 2})).contains(new Interval(2, 2));
    assertThat(Bootstrap.DEFAULT.ofMean(new double[] {1, 2, 3, 4})).isEmpty();
    assertThatThrownBy(() -> new Bootstrap(10, 0.95, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Expected values from tables of the normal and of Student's t distribution. */
  @Test
  void quantilesAreThoseOfTables() {
    assertThat(Normal.cumulative(1.96)).isCloseTo(0.9750021, within(1e-7));
    assertThat(Normal.cumulative(-1)).isCloseTo(0.1586553, within(1e-7));
    assertThat(Normal.quantile(0.975)).isCloseTo(1.959964, within(1e-6));
    assertThat(Normal.quantile(0.0001)).isCloseTo(-3.719016, within(1e-4));
    assertThat(Normal.studentQuantile(0.975, 4)).isCloseTo(2.776445, within(5e-3));
    assertThat(Normal.studentQuantile(0.975, 19)).isCloseTo(2.093024, within(1e-4));
  }
}
