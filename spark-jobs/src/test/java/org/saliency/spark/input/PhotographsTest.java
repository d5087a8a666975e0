package org.saliency.spark.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;

class PhotographsTest {

  private static Video video(String name, String... images) {
    List<VideoFrame> frames = new ArrayList<>();
    for (String image : images) {
      frames.add(
          new VideoFrame(
              frames.size(),
              image,
              FrameLocation.file(name + "/" + image + ".png"),
              Optional.empty(),
              Optional.empty()));
    }
    return new Video(name, frames);
  }

  private static List<String> named(Map<String, String> keys, Video... predicted) {
    return Photographs.named(new Dataset(Layout.FRAMES, List.of(predicted)), keys).videos().stream()
        .map(
            own ->
                own.name()
                    + "="
                    + own.frames().stream().map(VideoFrame::key).toList()
                    + own.frames().get(0).image())
        .toList();
  }

  @Test
  void theOnlyImageOfAPhotographIsItsMapWhateverItsNumber() {
    assertThat(named(Map.of("1001", "1"), video("1001", "1001"), video("dog", "7")))
        .containsExactly("1001=[1]1001/1001.png", "dog=[7]dog/7.png");
  }

  @Test
  void aFolderOfPhotographsIsTakenApart() {
    Map<String, String> keys = Map.of("a_7", "7", "b_7", "7", "Action_001", "1");
    assertThat(named(keys, video("val", "a_7", "b_7"), video("Action", "001")))
        .containsExactly(
            "a_7=[7]val/a_7.png", "b_7=[7]val/b_7.png", "Action_001=[1]Action/001.png");
  }

  @Test
  void aFolderWithOtherImagesStays() {
    assertThat(named(Map.of("1", "1"), video("dog", "1", "2")))
        .containsExactly("dog=[1, 2]dog/1.png");
  }

  @Test
  void twoMapsOfAPhotographAreRefused() {
    assertThatThrownBy(() -> named(Map.of("7", "7"), video("train", "7"), video("val", "7")))
        .isInstanceOf(UserException.class)
        .hasMessage("Several predictions belong to '7', one of them val/7.png: keep one");
  }
}
