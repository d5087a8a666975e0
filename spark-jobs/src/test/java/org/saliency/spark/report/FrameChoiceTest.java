package org.saliency.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.spark.report.ExtremeFrames.Extreme;
import org.saliency.spark.report.page.VideoPictures.Clip;

class FrameChoiceTest {

  private static Video video(String name, int frames) {
    return new Video(
        name,
        IntStream.range(0, frames)
            .mapToObj(
                i ->
                    new VideoFrame(
                        i,
                        String.valueOf(i),
                        FrameLocation.file("/" + name + "/" + i + ".png"),
                        Optional.empty(),
                        Optional.empty()))
            .toList());
  }

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
  void manyMethodsOrVideosMeanFewerFrames() {
    assertThat(FrameChoice.of(6, 20)).isEqualTo(new FrameChoice(50, 6));
    assertThat(FrameChoice.of(12, 20)).isEqualTo(new FrameChoice(25, 6));
    assertThat(FrameChoice.of(6, 2)).isEqualTo(new FrameChoice(500, 2));
    assertThat(FrameChoice.of(10, 5000)).isEqualTo(new FrameChoice(1, 6));
  }

  @Test
  void extremeFramesComeFirstThenSpreadFramesThenClips() {
    FrameChoice.Choice choice =
        new FrameChoice(4, 1)
            .choose(List.of(video("a", 100), video("b", 8)), List.of(new Extreme("a", 40)));
    Map<Integer, ChosenFrame> ofA = choice.frames().get("a");
    assertThat(ofA.get(40).level()).isZero();
    assertThat(ofA.get(40).isSpread()).isFalse();
    assertThat(List.of(12, 37, 62, 87)).allMatch(i -> ofA.get(i).isSpread());
    assertThat(ofA.get(12).level()).isEqualTo(1);
    assertThat(ofA.get(62).level()).isEqualTo(3);
    assertThat(ofA.get(87).level()).isEqualTo(4);
    assertThat(choice.clips()).isEqualTo(Map.of("a", List.of(new Clip(5, 28, 51))));
    assertThat(ofA).hasSize(24 + 3); // the clip holds frames 37 and 40
    assertThat(choice.frames().get("b").keySet()).containsExactly(1, 3, 5, 7);
  }

  @Test
  void anExtremeFrameThatIsSpreadTooIsBoth() {
    FrameChoice.Choice choice =
        new FrameChoice(4, 0).choose(List.of(video("b", 8)), List.of(new Extreme("b", 3)));
    assertThat(choice.frames().get("b").get(3).level()).isZero();
    assertThat(choice.frames().get("b").get(3).isSpread()).isTrue();
  }

  @Test
  void framesThatAreGoneAreNotChosen() {
    FrameChoice.Choice choice =
        new FrameChoice(1, 0)
            .choose(List.of(video("b", 2)), List.of(new Extreme("b", 3), new Extreme("gone", 0)));
    assertThat(choice.frames()).containsOnlyKeys("b");
    assertThat(choice.frames().get("b").keySet()).containsExactly(1);
  }
}
