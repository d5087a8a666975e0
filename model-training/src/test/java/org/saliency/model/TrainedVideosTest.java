package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;

class TrainedVideosTest {

  private final Storage storage = new LocalStorage();

  @TempDir private Path folder;

  /** A video of one frame with some content. */
  private Video video(String name, String content) {
    try {
      Path file = Files.createTempFile(folder, "frame", ".png");
      Files.writeString(file, content);
      return new Video(
          name,
          List.of(
              new VideoFrame(
                  0,
                  "1",
                  FrameLocation.file(file.toString()),
                  Optional.empty(),
                  Optional.empty())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void knowsItsVideosByContentWhateverTheirNames() {
    TrainedVideos videos =
        TrainedVideos.NONE.with(List.of(video("002", "a"), video("dog", "b")), storage);

    assertThat(videos.names()).containsExactly("002", "dog");
    assertThat(videos.contains(video("002", "a"), storage)).isTrue();
    assertThat(videos.contains(video("crowd/renamed", "b"), storage)).isTrue();
    assertThat(videos.contains(video("002", "c"), storage)).isFalse();
    assertThat(TrainedVideos.NONE.contains(video("002", "a"), storage)).isFalse();
  }

  @Test
  void ofManyVideosSomeNamesAndAllHashesAreKept() {
    List<Video> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(video("video" + i, "content " + i));
    }

    TrainedVideos videos = TrainedVideos.NONE.with(many, storage);

    assertThat(videos.names()).hasSize(200);
    assertThat(videos.hashes()).hasSize(300).isSorted();
    assertThat(many).allMatch(video -> videos.contains(video, storage));
  }

  @Test
  void areKeptInTheModelFileAndByFurtherTraining() throws IOException {
    Model plain = Model.create("deeplab-resnet18", new Size(32, 18), 1);
    Model model = plain.trainedOn(List.of(video("b", "b"), video("a", "a")), storage);
    Path file = folder.resolve("model.pt");
    model.write(file);

    Model read = Model.read(file);

    assertThat(read.description()).isEqualTo(model.description());
    assertThat(read.description().trainedVideos().names()).containsExactly("a", "b");
    assertThat(
            read.trained(read.weights(), Map.of(), Map.of())
                .trainedOn(List.of(video("c", "c")), storage)
                .description()
                .trainedVideos()
                .names())
        .containsExactly("a", "b", "c");
    assertThat(read.description().hash()).isEqualTo(plain.description().hash());
  }

  @Test
  void aVideoThatCannotBeReadIsKeptByName() {
    FrameLocation missing = FrameLocation.file(folder.resolve("missing.png").toString());
    VideoFrame frame = new VideoFrame(0, "1", missing, Optional.empty(), Optional.empty());

    TrainedVideos videos =
        TrainedVideos.NONE.with(List.of(new Video("gone", List.of(frame))), storage);

    assertThat(videos.names()).containsExactly("gone");
    assertThat(videos.hashes()).isEmpty();
  }
}
