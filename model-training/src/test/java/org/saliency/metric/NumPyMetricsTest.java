package org.saliency.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/** Compares all metrics with values that record_metrics.py computed from the definitions. */
class NumPyMetricsTest {

  private static final long WORD = 0xffffffffL;

  @Test
  void metricsEqualThoseOfNumPy() throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(NumPyMetricsTest.class.getResourceAsStream("metrics.json"));
    assertThat(cases).hasSizeGreaterThan(10);
    cases.forEach(NumPyMetricsTest::check);
  }

  private static void check(JsonNode recorded) {
    Size size = new Size(recorded.get("width").asInt(), recorded.get("height").asInt());
    int seed = recorded.get("seed").asInt();
    SaliencyMap prediction = map(seed, size, recorded.get("prediction_levels").asInt());
    SaliencyMap truth = map(seed + 1, size, recorded.get("truth_levels").asInt());
    Fixations fixations =
        points(seed + 3, size, recorded.get("fixations").asInt(), recorded.get("where").asText());
    Fixations negatives = points(seed + 4, size, recorded.get("negatives").asInt(), "any");
    Reference reference =
        new Reference(
            Reference.Baseline.of(baseline(map(seed + 2, size, 65536))),
            RelativeFixations.of(negatives));
    FrameMetrics measured =
        new FrameMeter(Profile.NATIVE, List.of(Metric.values()), reference)
            .measure(prediction, Optional.of(truth), Optional.of(fixations));
    for (Metric metric : Metric.values()) {
      JsonNode expected = recorded.get("values").get(metric.column());
      String name = metric.label() + " of " + recorded;
      if (expected.isNull()) {
        assertThat(measured.values()).as(name).doesNotContainKey(metric);
      } else {
        assertThat(measured.values().get(metric))
            .as(name)
            .isCloseTo(expected.asDouble(), within(1e-9));
      }
    }
  }

  private static SaliencyMap baseline(SaliencyMap map) {
    double[] values = map.values();
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.01;
    }
    return map;
  }

  static SaliencyMap map(int seed, Size size, int levels) {
    if (levels < 2) {
      return FrameSamples.constant(size, levels == 1 ? 0 : 0.25);
    }
    return new SaliencyMap(
        size,
        IntStream.range(0, size.pixels())
            .mapToDouble(i -> (double) (mixed(seed, i) % levels) / (levels - 1))
            .toArray());
  }

  static Fixations points(int seed, Size size, int count, String where) {
    int width = size.width();
    return Fixations.ofPixels(
        size,
        IntStream.range(0, count)
            .map(
                i -> {
                  int pixel = (int) (mixed(seed, i) % size.pixels());
                  return switch (where) {
                    case "corner" -> size.pixels() - 1;
                    case "border" -> pixel % 2 == 0 ? pixel % width : pixel - pixel % width;
                    default -> pixel;
                  };
                })
            .toArray());
  }

  private static long mixed(int seed, int i) {
    long hash = (i * 2654435761L + seed * 40503L + 1) & WORD;
    for (int round = 0; round < 2; round++) {
      hash ^= hash >>> 16;
      hash = (hash * 0x45d9f3bL) & WORD;
    }
    return hash ^ (hash >>> 16);
  }
}
