package org.saliency.training.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.VideoFrame;

class WeightedFramesTest {

  private static List<Sample> samples(String video, int count, double weight) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Sample(video, frame(video, i), weight))
        .toList();
  }

  private static VideoFrame frame(String video, int index) {
    return new VideoFrame(
        index,
        Integer.toString(index),
        FrameLocation.file(video + "/" + index + ".png"),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void framesOfWeight1KeepTheirOrder() {
    List<Sample> samples = samples("a", 5, 1);
    assertThat(WeightedFrames.of(samples, 3))
        .containsExactlyElementsOf(samples.stream().map(Sample::frame).toList());
  }

  @Test
  void aWeightIsTheNumberOfTimesThatAFrameIsDrawn() {
    List<Sample> samples = new ArrayList<>(samples("a", 10, 2.5));
    samples.addAll(samples("b", 8, 0.25));
    List<VideoFrame> drawn = WeightedFrames.of(samples, 7);
    assertThat(drawn).hasSize(25 + 2).hasSize(WeightedFrames.count(samples));
    for (Sample sample : samples.subList(0, 10)) {
      assertThat(drawn.stream().filter(sample.frame()::equals).count()).isIn(2L, 3L);
    }
    assertThat(WeightedFrames.of(samples, 7)).isEqualTo(drawn);
    assertThat(WeightedFrames.of(samples, 8)).isNotEqualTo(drawn);
  }
}
