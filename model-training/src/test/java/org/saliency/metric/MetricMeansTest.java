package org.saliency.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.saliency.metric.Metric.AUC_JUDD;
import static org.saliency.metric.Metric.CC;
import static org.saliency.metric.Metric.KLD;
import static org.saliency.metric.Metric.NSS;
import static org.saliency.metric.Metric.SIM;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MetricMeansTest {

  private static final List<Metric> ALL = Metric.DEFAULTS;

  @Test
  void meansAreTakenOverTheFramesThatDefineAMetric() {
    VideoMetrics video =
        new MetricMeans(List.of(NSS, CC, KLD))
            .add(new FrameMetrics(Map.of(NSS, 1.0, CC, 0.25), 3))
            .add(new FrameMetrics(Map.of(CC, 0.5), 0))
            .add(new FrameMetrics(Map.of(NSS, 2.0, CC, 0.75), 4))
            .toVideo("bikes");
    assertThat(video.video()).isEqualTo("bikes");
    assertThat(video.frames()).isEqualTo(3);
    assertThat(video.means()).isEqualTo(Map.of(NSS, 1.5, CC, 0.5));
    assertThat(video.undefined()).isEqualTo(Map.of(NSS, 1L, CC, 0L, KLD, 3L));
  }

  @Test
  void everyVideoHasTheSameWeightInTheDataSet() {
    MetricMeans large = new MetricMeans(List.of(NSS, SIM));
    for (int i = 0; i < 9; i++) {
      large.add(new FrameMetrics(Map.of(SIM, 1.0, NSS, 4.0), 1));
    }
    MetricMeans small =
        new MetricMeans(List.of(NSS, SIM)).add(new FrameMetrics(Map.of(SIM, 0.0), 0));
    DatasetMetrics dataset =
        DatasetMetrics.of(List.of(large.toVideo("large"), small.toVideo("small")));
    assertThat(dataset.videos()).isEqualTo(2);
    assertThat(dataset.frames()).isEqualTo(10);
    assertThat(dataset.means()).isEqualTo(Map.of(SIM, 0.5, NSS, 4.0));
    assertThat(dataset.undefinedVideos()).isEqualTo(Map.of(SIM, 0L, NSS, 1L));
    assertThat(dataset.undefinedFrames()).isEqualTo(Map.of(SIM, 0L, NSS, 1L));
  }

  @Test
  void withoutFramesThereAreNoMeans() {
    VideoMetrics video = new MetricMeans(List.of(CC)).toVideo("empty");
    assertThat(video.frames()).isZero();
    assertThat(video.means()).isEmpty();
    assertThat(DatasetMetrics.of(List.of()).means()).isEmpty();
  }

  @Test
  void resultsListMetricsInTheOrderOfTheColumns() {
    FrameMetrics frame =
        new FrameMetrics(Map.of(KLD, 1.0, AUC_JUDD, 1.0, CC, 1.0, SIM, 1.0, NSS, 1.0), 1);
    assertThat(frame.values().keySet()).containsExactlyElementsOf(Metric.DEFAULTS);
    assertThat(new MetricMeans(ALL).add(frame).toVideo("v").means().keySet())
        .containsExactlyElementsOf(Metric.DEFAULTS);
  }

  @Test
  void rejectsAMetricThatIsNotReported() {
    MetricMeans means = new MetricMeans(List.of(CC));
    assertThatThrownBy(() -> means.add(new FrameMetrics(Map.of(KLD, 1.0), 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KLD");
    assertThatThrownBy(() -> means.merge(new MetricMeans(List.of(CC, KLD))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MetricMeans(List.of(CC, KLD)).merge(means))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void frameMetricsMustBeFinite() {
    assertThatThrownBy(() -> new FrameMetrics(Map.of(NSS, Double.NaN), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NSS is NaN");
  }

  @Property(tries = 200)
  void meansDoNotDependOnOrderOrSplit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) {
    Random random = new Random(seed);
    List<FrameMetrics> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(frame(random));
    }
    VideoMetrics whole = video(frames);

    Collections.shuffle(frames, random);
    int cut = random.nextInt(count + 1);
    int later = cut + random.nextInt(count + 1 - cut);
    MetricMeans first = means(frames.subList(0, cut));
    MetricMeans second = means(frames.subList(cut, later));
    MetricMeans third = means(frames.subList(later, count));
    assertThat(third.merge(first).merge(new MetricMeans(ALL)).merge(second).toVideo("v"))
        .isEqualTo(whole);
    for (Map.Entry<Metric, Double> mean : whole.means().entrySet()) {
      assertThat(mean.getValue())
          .isCloseTo(
              frames.stream()
                  .filter(frame -> frame.values().containsKey(mean.getKey()))
                  .mapToDouble(frame -> frame.values().get(mean.getKey()))
                  .average()
                  .orElseThrow(),
              within(1e-12));
    }
  }

  @Test
  void partsAndResultsTravelBetweenMachines() throws IOException, ClassNotFoundException {
    List<FrameMetrics> frames = List.of(frame(new Random(1)), frame(new Random(2)));
    MetricMeans copy = (MetricMeans) overTheWire(means(frames));
    assertThat(copy.toVideo("v")).isEqualTo(video(frames));
    assertThat(overTheWire(video(frames))).isEqualTo(video(frames));
    assertThat(overTheWire(frames.get(0))).isEqualTo(frames.get(0));
  }

  private static FrameMetrics frame(Random random) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.DEFAULTS) {
      if (random.nextInt(4) > 0) {
        values.put(metric, random.nextGaussian());
      }
    }
    return new FrameMetrics(values, 1);
  }

  private static MetricMeans means(List<FrameMetrics> frames) {
    MetricMeans means = new MetricMeans(ALL);
    frames.forEach(means::add);
    return means;
  }

  private static VideoMetrics video(List<FrameMetrics> frames) {
    return means(frames).toVideo("v");
  }

  private static Object overTheWire(Object object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(object);
    }
    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return input.readObject();
    }
  }
}
