package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;

class TrainedVideosTest {

  @Test
  void knowsItsVideosByNameWithoutFolder() {
    TrainedVideos videos = TrainedVideos.NONE.with(List.of("crowd/002", "dog"));

    assertThat(videos.names()).containsExactly("002", "dog");
    assertThat(videos.contains("002")).isTrue();
    assertThat(videos.contains("scene/dog")).isTrue();
    assertThat(videos.contains("003")).isFalse();
  }

  @Test
  void manyNamesAreKeptAsHashes() {
    List<String> many = IntStream.range(0, 5000).mapToObj(i -> "video" + i).toList();

    TrainedVideos videos = TrainedVideos.NONE.with(List.of("dog")).with(many).with(List.of("cat"));

    assertThat(videos.names()).isEmpty();
    assertThat(videos.hashes()).hasSize(5002).isSorted();
    assertThat(videos.contains("dog")).isTrue();
    assertThat(videos.contains("cat")).isTrue();
    assertThat(videos.contains("video4999")).isTrue();
    assertThat(videos.contains("video5000")).isFalse();
  }

  @Test
  void areKeptInTheModelFileAndByFurtherTraining(@TempDir Path folder) throws IOException {
    Model model =
        Model.create("deeplab-resnet18", new Size(32, 18), 1).trainedOn(List.of("b", "a"));
    Path file = folder.resolve("model.pt");
    model.write(file);

    Model read = Model.read(file);

    assertThat(read.description()).isEqualTo(model.description());
    assertThat(read.description().trainedVideos().names()).containsExactly("a", "b");
    assertThat(
            read.trained(read.weights(), Map.of(), Map.of())
                .trainedOn(List.of("c"))
                .description()
                .trainedVideos()
                .names())
        .containsExactly("a", "b", "c");
    assertThat(read.description().hash())
        .isEqualTo(Model.create("deeplab-resnet18", new Size(32, 18), 1).description().hash());
  }
}
