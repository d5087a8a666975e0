package org.saliency.spark.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Size;

class PictureBudgetTest {

  private static final Size SIZE = new Size(96, 48);

  /** A picture of 4,100 characters. */
  private static EmbeddedFrame frame(int index, int level) {
    return new EmbeddedFrame(
        index,
        "f" + index,
        level,
        Optional.of(new byte[3000]),
        new MapStack(Optional.empty(), List.of()),
        Optional.empty());
  }

  /** Extreme frame 0, spread frames 1 to 4 in two levels, and a clip of frames 5 to 8. */
  private static VideoPictures video(String name) {
    int[] levels = {0, 1, 2, 1, 2, 5, 5, 5, 5};
    return new VideoPictures(
        name,
        SIZE,
        SIZE,
        25,
        List.of(new VideoPictures.Clip(5, 5, 8)),
        IntStream.range(0, levels.length).mapToObj(i -> frame(i, levels[i])).toList());
  }

  private static List<Integer> kept(VideoPictures video) {
    return video.frames().stream().map(EmbeddedFrame::index).toList();
  }

  @Test
  void allPicturesStayIfTheyFit() {
    VideoPictures video = video("a");
    assertThat(PictureBudget.fit(List.of(video), 9 * 4100)).containsExactly(video);
  }

  @Test
  void clipsGoFirstThenHalfOfTheSpreadFrames() {
    VideoPictures fewer = PictureBudget.fit(List.of(video("a")), 8 * 4100).get(0);
    assertThat(kept(fewer)).containsExactly(0, 1, 2, 3, 4);
    assertThat(fewer.clips()).isEmpty();
    assertThat(kept(PictureBudget.fit(List.of(video("a")), 4 * 4100).get(0)))
        .containsExactly(0, 1, 3);
  }

  @Test
  void levelsCountOverAllVideos() {
    List<VideoPictures> fitted = PictureBudget.fit(List.of(video("a"), video("b")), 7 * 4100);
    assertThat(fitted).allSatisfy(video -> assertThat(kept(video)).containsExactly(0, 1, 3));
  }
}
