package org.saliency.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameChoiceTest {

  @Test
  void framesAreSpreadEvenly() {
    List<Integer> frames = IntStream.range(0, 300).boxed().toList();
    assertThat(FrameChoice.spread(frames, 3)).containsExactly(50, 150, 250);
  }

  @Test
  void shortListsAreTakenWhole() {
    assertThat(FrameChoice.spread(List.of("a", "b"), 6)).containsExactly("a", "b");
  }

  @Test
  void manyMethodsMeanFewerFrames() {
    assertThat(FrameChoice.of(3)).isEqualTo(new FrameChoice(6, 3));
    assertThat(FrameChoice.of(10)).isEqualTo(new FrameChoice(6, 1));
    assertThat(FrameChoice.of(22)).isEqualTo(new FrameChoice(5, 1));
  }
}
