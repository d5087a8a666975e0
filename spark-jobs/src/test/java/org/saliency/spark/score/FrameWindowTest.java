package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;

class FrameWindowTest {

  private static final Size SIZE = new Size(1, 1);

  private final List<Segment> segments = new SegmentPlanner(2, 1).segments(List.of(video()));
  private final FrameWindow window = new FrameWindow(3);

  private static PlannedVideo video() {
    List<VideoFrame> frames =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new VideoFrame(
                        i, "" + i, FrameLocation.file("" + i), Optional.empty(), Optional.empty()))
            .toList();
    return new PlannedVideo(new Video("v", frames), SIZE, List.of());
  }

  private void good(int number) {
    window.add(segments.get(0), Optional.of(new Frame(SIZE, new byte[] {(byte) number, 0, 0})));
  }

  private void bad() {
    window.add(segments.get(0), Optional.empty());
  }

  private List<Integer> numbers() {
    return window.frames().stream().map(frame -> (int) frame.rgb()[0]).toList();
  }

  @Test
  void theFirstFrameIsRepeatedUntilThereAreEnough() {
    good(1);
    assertThat(numbers()).containsExactly(1, 1, 1);
    good(2);
    assertThat(numbers()).containsExactly(1, 1, 2);
    good(3);
    assertThat(numbers()).containsExactly(1, 2, 3);
    good(4);
    assertThat(numbers()).containsExactly(2, 3, 4);
  }

  @Test
  void aBadFrameIsReplacedByTheLastGoodOne() {
    good(1);
    bad();
    good(3);
    assertThat(numbers()).containsExactly(1, 1, 3);
  }

  @Test
  void whatLiesBeforeTheWindowDoesNotMatter() {
    good(1);
    bad();
    bad();
    good(4);
    assertThat(numbers()).containsExactly(4, 4, 4);
    good(5);
    assertThat(numbers()).containsExactly(4, 4, 5);
  }

  @Test
  void anotherSegmentStartsAfresh() {
    good(1);
    window.add(segments.get(1), Optional.of(new Frame(SIZE, new byte[] {9, 0, 0})));
    assertThat(numbers()).containsExactly(9, 9, 9);
  }
}
