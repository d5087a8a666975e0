package org.saliency.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.saliency.metric.FrameSamples.F0;
import static org.saliency.metric.FrameSamples.F1;
import static org.saliency.metric.FrameSamples.G;
import static org.saliency.metric.FrameSamples.S;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/** Test vectors of the definitions, and properties for any map. */
class MetricTest {

  private static final double CLOSE = 1e-9;
  private static final Size SIZE = new Size(23, 17);

  @Test
  void nssOfAList() {
    assertThat(nss(S, F0)).isCloseTo(-0.7665938254, within(CLOSE));
    assertThat(nss(S, F1)).isCloseTo(-0.6468288313, within(CLOSE));
  }

  @Test
  void nssOfASet() {
    assertThat(nss(S, F0.asSet())).isCloseTo(-0.7839124557, within(CLOSE));
  }

  @Test
  void cc() {
    assertThat(cc(S, G)).isCloseTo(0.6912754095, within(CLOSE));
  }

  @Test
  void sim() {
    assertThat(sim(S, G)).isCloseTo(0.6660860911, within(CLOSE));
  }

  @Test
  void simAfterMinMaxOfBoth() {
    assertThat(sim(minMax(S), minMax(G))).isCloseTo(0.6656945321, within(CLOSE));
  }

  @Test
  void kldOfThePredictionFromTheTruth() {
    assertThat(kld(S, G)).isCloseTo(0.3612905653, within(CLOSE));
  }

  @Test
  void aucJuddOfASet() {
    assertThat(auc(S, F0.asSet(), 1600 - 3)).isCloseTo(0.3143393863, within(CLOSE));
  }

  @Test
  void aucJuddOfAList() {
    assertThat(auc(S, F0, 1600 - 5)).isCloseTo(0.2838871473, within(CLOSE));
    assertThat(auc(S, F0, 1600 - 2)).isCloseTo(0.2852315390, within(CLOSE));
  }

  @Test
  void aucJuddWithoutNegativesIsNotDefined() {
    Size size = new Size(2, 1);
    SaliencyMap map = new SaliencyMap(size, new double[] {0, 1});
    Fixations all = Fixations.ofPixels(size, new int[] {0, 1});
    assertThat(AucJudd.of(FrameSamples.points(map, all, 0))).isEmpty();
  }

  @Test
  void aucJuddIsHighWhereThePredictionPeaksAtEveryFixation() {
    Fixations peak = Fixations.ofPixels(S.size(), new int[] {20 * 40 + 20});
    assertThat(auc(S, peak, 1600 - 1)).isCloseTo(1, within(1e-12));
  }

  @Test
  void aucJuddTellsTheSmallestDifferencesApart() {
    Size size = new Size(4, 1);
    SaliencyMap map = new SaliencyMap(size, new double[] {0, Double.MIN_VALUE, 1e-320, 1});
    Fixations fixations = Fixations.ofPixels(size, new int[] {0, 1, 2});
    assertThat(auc(map, fixations, 1)).isCloseTo(naiveAuc(map, fixations, 1), within(1e-12));
  }

  @Test
  void aBlackTruthHasNoKldAndScoresZeroElsewhere() {
    Comparison frame = FrameSamples.maps(S, FrameSamples.constant(S.size(), 0));
    assertThat(Kld.of(frame)).isEmpty();
    assertThat(Sim.of(frame)).hasValue(0);
    assertThat(Cc.of(frame)).hasValue(0);
  }

  @Test
  void aBlackPredictionHasNoKldAndScoresZeroElsewhere() {
    Comparison frame = FrameSamples.maps(FrameSamples.constant(S.size(), 0), G);
    assertThat(Kld.of(frame)).isEmpty();
    assertThat(Sim.of(frame)).hasValue(0);
    assertThat(Cc.of(frame)).hasValue(0);
  }

  @Test
  void zerosThatDecideKldAreReported() {
    Size size = new Size(4, 1);
    SaliencyMap truth = new SaliencyMap(size, new double[] {0.7, 0.1, 0.1, 0.1});
    SaliencyMap cut = new SaliencyMap(size, new double[] {0.7, 0.1, 0.1, 0});
    SaliencyMap outside = new SaliencyMap(size, new double[] {0.1, 0.7, 0.1, 0.1});
    SaliencyMap sparse = new SaliencyMap(size, new double[] {0.7, 0.1, 0, 0});
    assertThat(zerosDecide(cut, truth)).isTrue();
    assertThat(zerosDecide(outside, truth)).isFalse();
    assertThat(zerosDecide(cut, sparse)).isFalse();
    assertThat(Kld.parts(FrameSamples.maps(cut, truth)).orElseThrow().ofZeros())
        .isCloseTo(0.1 * Math.log(0.1 / 2.2204e-16), within(1e-9));
  }

  private static boolean zerosDecide(SaliencyMap prediction, SaliencyMap truth) {
    return Profile.NATIVE
        .measure(prediction, Optional.of(truth), Optional.empty())
        .zerosDecideKld();
  }

  @Test
  void rejectsNegativeAndNonFiniteValues() {
    for (double value : new double[] {-0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      SaliencyMap map = FrameSamples.constant(SIZE, 0.5);
      map.values()[2 * 23 + 7] = value;
      assertThatThrownBy(() -> MeasuredMap.of(map))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 2, column 7")
          .hasMessageContaining(String.valueOf(value));
    }
  }

  @Test
  void metricsAreParsedFromTheirColumn() {
    for (Metric metric : Metric.values()) {
      assertThat(Metric.named(metric.column())).isEqualTo(metric);
    }
    assertThatThrownBy(() -> Metric.named("auc"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid metric 'auc': expected one of nss, sim, cc, auc_judd, kld,"
                + " auc_borji, sauc, ig");
  }

  @Property(tries = 100)
  void ccIsSymmetric(@ForAll long one, @ForAll long other) {
    SaliencyMap p = FrameSamples.random(SIZE, 256, one);
    SaliencyMap g = FrameSamples.random(SIZE, 256, other);
    assertThat(cc(p, g)).isCloseTo(cc(g, p), within(1e-12)).isBetween(-1.0 - 1e-12, 1.0 + 1e-12);
  }

  @Property(tries = 100)
  void ccAndNssDoNotDependOnTheScale(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.5, max = 500) double factor,
      @ForAll @DoubleRange(min = 0, max = 3) double offset) {
    SaliencyMap p = FrameSamples.random(SIZE, 256, seed);
    SaliencyMap g = FrameSamples.random(SIZE, 256, seed + 1);
    Fixations fixations = FrameSamples.randomFixations(SIZE, 9, seed);
    SaliencyMap scaled =
        new SaliencyMap(SIZE, Arrays.stream(p.values()).map(v -> v * factor + offset).toArray());
    assertThat(cc(scaled, g)).isCloseTo(cc(p, g), within(1e-9));
    assertThat(nss(scaled, fixations)).isCloseTo(nss(p, fixations), within(5e-6)); // its epsilon
  }

  @Property(tries = 100)
  void simLiesBetweenZeroAndOneAndIsSymmetric(@ForAll long one, @ForAll long other) {
    SaliencyMap p = FrameSamples.random(SIZE, 5, one);
    SaliencyMap g = FrameSamples.random(SIZE, 256, other);
    assertThat(sim(p, g)).isBetween(0.0, 1.0 + 1e-12).isCloseTo(sim(g, p), within(1e-12));
  }

  @Property(tries = 100)
  void equalMapsScoreBest(@ForAll long seed) {
    SaliencyMap map = FrameSamples.random(SIZE, 256, seed);
    assertThat(sim(map, map)).isCloseTo(1, within(1e-8));
    assertThat(cc(map, map)).isCloseTo(1, within(1e-8));
    assertThat(kld(map, map)).isCloseTo(0, within(1e-9));
  }

  @Property(tries = 100)
  void kldIsNotNegative(@ForAll long one, @ForAll long other) {
    SaliencyMap p = FrameSamples.random(SIZE, 5, one);
    SaliencyMap g = FrameSamples.random(SIZE, 256, other);
    assertThat(kld(p, g)).isGreaterThan(-1e-9);
  }

  @Property(tries = 300)
  void aucJuddEqualsTheDefinition(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 5000) int levels,
      @ForAll @IntRange(min = 1, max = 60) int count) {
    SaliencyMap map = FrameSamples.random(SIZE, levels, seed);
    Fixations fixations = FrameSamples.randomFixations(SIZE, count, seed + 1);
    int negatives = SIZE.pixels() - count;
    assertThat(auc(map, fixations, negatives))
        .isCloseTo(naiveAuc(map, fixations, negatives), within(1e-12));
  }

  private static double naiveAuc(SaliencyMap map, Fixations fixations, int negatives) {
    double[] thresholds = new double[fixations.count()];
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = map.at(fixations.rows()[i], fixations.columns()[i]);
    }
    Arrays.sort(thresholds);
    double[] truePositives = new double[thresholds.length + 2];
    double[] falsePositives = new double[thresholds.length + 2];
    for (int i = 1; i <= thresholds.length; i++) {
      double threshold = thresholds[thresholds.length - i];
      long above = Arrays.stream(map.values()).filter(value -> value >= threshold).count();
      truePositives[i] = (double) i / thresholds.length;
      falsePositives[i] = (double) (above - i) / negatives;
    }
    truePositives[thresholds.length + 1] = 1;
    falsePositives[thresholds.length + 1] = 1;
    double area = 0;
    for (int i = 1; i < truePositives.length; i++) {
      area +=
          (falsePositives[i] - falsePositives[i - 1])
              * (truePositives[i] + truePositives[i - 1])
              / 2;
    }
    return area;
  }

  private static SaliencyMap minMax(SaliencyMap map) {
    double minimum = Arrays.stream(map.values()).min().orElseThrow();
    double maximum = Arrays.stream(map.values()).max().orElseThrow();
    return new SaliencyMap(
        map.size(),
        Arrays.stream(map.values()).map(v -> (v - minimum) / (maximum - minimum)).toArray());
  }

  private static double nss(SaliencyMap prediction, Fixations fixations) {
    return Nss.of(FrameSamples.points(prediction, fixations, 1)).orElseThrow();
  }

  private static double auc(SaliencyMap prediction, Fixations fixations, int negatives) {
    return AucJudd.of(FrameSamples.points(prediction, fixations, negatives)).orElseThrow();
  }

  private static double cc(SaliencyMap prediction, SaliencyMap truth) {
    return Cc.of(FrameSamples.maps(prediction, truth)).orElseThrow();
  }

  private static double sim(SaliencyMap prediction, SaliencyMap truth) {
    return Sim.of(FrameSamples.maps(prediction, truth)).orElseThrow();
  }

  private static double kld(SaliencyMap prediction, SaliencyMap truth) {
    return Kld.of(FrameSamples.maps(prediction, truth)).orElseThrow();
  }
}
