package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.dataset.Video;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;

class TrainedVideosTest {

  private static Video video(String name, int frames) {
    return new Video(
        name,
        IntStream.range(0, frames)
            .mapToObj(
                i ->
                    new VideoFrame(
                        i, "1", FrameLocation.file("1.png"), Optional.empty(), Optional.empty()))
            .toList());
  }

  private static List<Video> videos(String... names) {
    return Stream.of(names).map(name -> video(name, 2)).toList();
  }

  @Test
  void knowsItsVideosByNameWithoutFolder() {
    TrainedVideos videos = TrainedVideos.NONE.with(videos("crowd/002", "dog"));

    assertThat(videos.names()).containsExactly("002", "dog");
    assertThat(videos.contains(video("002", 7))).isTrue();
    assertThat(videos.contains(video("scene/dog", 7))).isTrue();
    assertThat(videos.contains(video("003", 7))).isFalse();
  }

  @Test
  void aPhotographIsAnotherOneThanAVideoOfItsName() {
    TrainedVideos videos = TrainedVideos.NONE.with(List.of(video("002", 1)));

    assertThat(videos.contains(video("crowd/002", 1))).isTrue();
    assertThat(videos.contains(video("002", 2))).isFalse();
  }

  @Test
  void manyNamesAreKeptAsHashes() {
    List<Video> many = IntStream.range(0, 5000).mapToObj(i -> video("video" + i, 2)).toList();

    TrainedVideos videos = TrainedVideos.NONE.with(videos("dog")).with(many).with(videos("cat"));

    assertThat(videos.names()).isEmpty();
    assertThat(videos.hashes()).hasSize(5002).isSorted();
    assertThat(videos.contains(video("dog", 3))).isTrue();
    assertThat(videos.contains(video("cat", 3))).isTrue();
    assertThat(videos.contains(video("video4999", 3))).isTrue();
    assertThat(videos.contains(video("video5000", 3))).isFalse();
  }

  @Test
  void areKeptInTheModelFileAndByFurtherTraining(@TempDir Path folder) throws IOException {
    Model model =
        Model.create("deeplab-resnet18", new Size(32, 18), 1).trainedOn(videos("b", "a"));
    Path file = folder.resolve("model.pt");
    model.write(file);

    Model read = Model.read(file);

    assertThat(read.description()).isEqualTo(model.description());
    assertThat(read.description().trainedVideos().names()).containsExactly("a", "b");
    assertThat(
            read.trained(read.weights(), Map.of(), Map.of())
                .trainedOn(videos("c"))
                .description()
                .trainedVideos()
                .names())
        .containsExactly("a", "b", "c");
    assertThat(read.description().hash())
        .isEqualTo(Model.create("deeplab-resnet18", new Size(32, 18), 1).description().hash());
  }
}
