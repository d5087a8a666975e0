package org.saliency.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/** Compares conventions with values that record_conventions.py computed from the public code. */
class ConventionTest {

  private static final Set<Metric> DRAWN = EnumSet.of(Metric.AUC_BORJI, Metric.SHUFFLED_AUC);
  private static final List<Metric> ALL = List.of(Metric.values());

  @Test
  void conventionsEqualThoseOfNumPy() throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(ConventionTest.class.getResourceAsStream("conventions.json"));
    assertThat(cases).hasSizeGreaterThan(5);
    for (JsonNode recorded : cases) {
      check(recorded, Convention.MIT_BENCHMARK, recorded.get("mit-benchmark"));
      check(recorded, Convention.DHF1K, recorded.get("mit-benchmark"));
      check(recorded, Convention.PYSALIENCY, recorded.get("pysaliency"));
    }
  }

  private static void check(JsonNode recorded, Convention convention, JsonNode values) {
    int seed = recorded.get("seed").asInt();
    JsonNode truth = recorded.get("truth");
    Size size = new Size(truth.get(0).asInt(), truth.get(1).asInt());
    JsonNode prediction = recorded.get("prediction");
    Size own = new Size(prediction.get(0).asInt(), prediction.get(1).asInt());
    SaliencyMap baseline = NumPyMetricsTest.map(seed + 2, size, 65536);
    for (int i = 0; i < baseline.values().length; i++) {
      baseline.values()[i] += 0.01;
    }
    Fixations others =
        NumPyMetricsTest.points(seed + 4, size, recorded.get("negatives").asInt(), "any");
    ConventionMeans means =
        measured(
            convention,
            new Reference(Reference.Baseline.of(baseline), RelativeFixations.of(others)),
            NumPyMetricsTest.map(seed, own, prediction.get(2).asInt()),
            NumPyMetricsTest.map(seed + 1, size, truth.get(2).asInt()),
            NumPyMetricsTest.points(seed + 3, size, recorded.get("fixations").asInt(), "any"),
            7);
    boolean isConstant = prediction.get(2).asInt() < 2;
    for (Metric metric : convention.metrics()) {
      if (metric == Metric.AUC_JUDD && isConstant) {
        continue; // noise alone
      }
      String name = convention + " " + metric + " of case " + seed;
      JsonNode expected = values.get(metric.column());
      if (expected == null || expected.isNull()) {
        assertThat(mean(means, metric)).as(name).isEmpty();
      } else {
        assertThat(mean(means, metric).orElseThrow())
            .as(name)
            .isCloseTo(expected.asDouble(), tolerance(convention, metric));
      }
    }
  }

  /** Noise and rounding reorder values that are equal, or next to equal; draws scatter. */
  private static Offset<Double> tolerance(Convention convention, Metric metric) {
    if (DRAWN.contains(metric) && convention != Convention.PYSALIENCY) {
      return within(0.03);
    }
    if (metric == Metric.AUC_JUDD) {
      return within(0.02);
    }
    return DRAWN.contains(metric) ? within(1e-3) : within(1e-9);
  }

  private static OptionalDouble mean(ConventionMeans means, Metric metric) {
    return ConventionMeans.mean(means.convention(), metric, List.of(means));
  }

  private static ConventionMeans measured(
      Convention convention,
      Reference reference,
      SaliencyMap prediction,
      SaliencyMap truth,
      Fixations fixations,
      long seed) {
    ConventionMeter meter = new ConventionMeter("v", ALL, reference, seed);
    meter.add(0, prediction, Optional.of(truth), Optional.of(fixations));
    return meter.means().get(convention.ordinal());
  }

  @ParameterizedTest
  @EnumSource
  void equalSeedsGiveEqualValues(Convention convention) {
    Size size = new Size(40, 30);
    SaliencyMap prediction = FrameSamples.random(size, 9, 1);
    SaliencyMap truth = FrameSamples.blob(size, 0.4, 0.6, 0.2);
    Fixations fixations = FrameSamples.randomFixations(size, 20, 3);
    Reference reference =
        new Reference(null, RelativeFixations.of(FrameSamples.randomFixations(size, 99, 4)));

    List<List<Double>> runs = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      ConventionMeans means = measured(convention, reference, prediction, truth, fixations, seed);
      runs.add(
          convention.metrics().stream().map(metric -> mean(means, metric).orElse(-1)).toList());
    }

    assertThat(runs.get(0)).isEqualTo(runs.get(1));
    boolean isDrawn = convention.compareTo(Convention.NATIVE) > 0;
    assertThat(runs.get(0).equals(runs.get(2))).isEqualTo(!isDrawn);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void profilesAreMeasuredAsByThemselves(Profile profile) {
    Size size = new Size(40, 30);
    List<FrameMetrics> frames = new ArrayList<>();
    ConventionMeter meter = new ConventionMeter("v", ALL, Reference.NONE, 1);
    for (int i = 0; i < 4; i++) {
      SaliencyMap prediction = FrameSamples.random(size, 9, i);
      SaliencyMap truth = FrameSamples.blob(size, 0.4, 0.6, 0.2 + 0.01 * i);
      Fixations fixations = FrameSamples.randomFixations(size, 20, i + 3);
      meter.add(i, prediction, Optional.of(truth), Optional.of(fixations));
      frames.add(profile.measure(prediction, Optional.of(truth), Optional.of(fixations)));
    }
    MetricMeans own = new MetricMeans(profile.metrics());
    frames.forEach(own::add);
    Convention convention = Convention.valueOf(profile.name());

    ConventionMeans means = meter.means().get(convention.ordinal());

    own.means()
        .forEach((metric, value) -> assertThat(mean(means, metric)).hasValue(value.doubleValue()));
  }

  @Test
  void meansFollowTheConvention() {
    Size size = new Size(40, 30);
    SaliencyMap truth = FrameSamples.blob(size, 0.5, 0.5, 0.2);
    int[] frames = {1, 3};
    int[] fixations = {10, 2};
    double[][] nss = new double[2][];
    List<ConventionMeans> ofMatlab = new ArrayList<>();
    List<ConventionMeans> ofPysaliency = new ArrayList<>();
    List<ConventionMeans> ofNative = new ArrayList<>();
    for (int video = 0; video < 2; video++) {
      ConventionMeter meter = new ConventionMeter("v" + video, ALL, Reference.NONE, 1);
      nss[video] = new double[frames[video]];
      for (int frame = 0; frame < frames[video]; frame++) {
        SaliencyMap prediction = FrameSamples.random(size, 99, 10 * video + frame);
        Fixations points =
            FrameSamples.randomFixations(size, fixations[video], 10 * video + frame).asSet();
        meter.add(frame, prediction, Optional.of(truth), Optional.of(points));
        nss[video][frame] =
            Profile.NATIVE
                .measure(prediction, Optional.of(truth), Optional.of(points))
                .values()
                .get(Metric.NSS);
      }
      ofMatlab.add(meter.means().get(Convention.MIT_BENCHMARK.ordinal()));
      ofPysaliency.add(meter.means().get(Convention.PYSALIENCY.ordinal()));
      ofNative.add(meter.means().get(Convention.NATIVE.ordinal()));
    }
    double second = IntStream.range(0, 3).mapToDouble(i -> nss[1][i]).sum();

    assertThat(ConventionMeans.mean(Convention.NATIVE, Metric.NSS, ofNative).orElseThrow())
        .isCloseTo((nss[0][0] + second / 3) / 2, within(1e-12));
    assertThat(ConventionMeans.mean(Convention.MIT_BENCHMARK, Metric.NSS, ofMatlab).orElseThrow())
        .isCloseTo((nss[0][0] + second) / 4 * Math.sqrt(1199 / 1200.0), within(1e-5));
    assertThat(ConventionMeans.mean(Convention.PYSALIENCY, Metric.NSS, ofPysaliency).orElseThrow())
        .isCloseTo((10 * nss[0][0] + 2 * second) / 16, within(1e-5));
  }
}
