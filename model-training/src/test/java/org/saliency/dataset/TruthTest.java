package org.saliency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TruthTest {

  private final MemoryStorage storage = new MemoryStorage();

  private Truth readTruth() {
    return Datasets.readTruth(storage, "truth", Optional.empty(), VideoIndexer.oneByOne(storage));
  }

  private Dataset predictions() {
    return Datasets.read(storage, "predictions", Optional.of(Layout.FRAMES));
  }

  @Test
  void truthIsReadWithoutFrames() {
    storage.numbered("truth/v/gaussians", 2, "png").numbered("truth/v/fixations", 2, "png");

    Truth truth = readTruth();

    assertThat(truth.layout()).isEqualTo(Layout.MSU_SAVAM);
    assertThat(truth.videos()).containsOnlyKeys("v");
    assertThat(truth.videos().get("v"))
        .containsOnlyKeys("1", "2")
        .containsEntry(
            "2",
            new FrameTruth(
                Optional.of(FrameLocation.file("truth/v/gaussians/0002.png")),
                Optional.of(FrameLocation.file("truth/v/fixations/0002.png"))));
  }

  @Test
  void truthOfDhf1kIsReadFromItsAnnotations() {
    storage.numbered("truth/annotation/0001/maps", 1, "png").files("truth/video", "001.AVI");

    assertThat(readTruth().layout()).isEqualTo(Layout.DHF1K);
    assertThat(readTruth().videos()).containsOnlyKeys("0001");
  }

  @Test
  void truthMayBeMissingForSomeVideos() {
    storage.numbered("truth/a/frames", 2, "png").numbered("truth/b/frames", 2, "png");
    assertThatThrownBy(this::readTruth).hasMessageContaining("truth contains no ground truth");

    storage.numbered("truth/b/gaussians", 2, "png");
    assertThat(readTruth().videos()).containsOnlyKeys("b");
  }

  @Test
  void framesWithoutMapsAreNotTruth() {
    storage.numbered("truth/a", 2, "png");

    assertThatThrownBy(this::readTruth)
        .hasMessageContaining("expected none, since this layout only has frames");
  }

  @Test
  void mapsAndFixationsThatDifferAreAnError() {
    storage.numbered("truth/v/maps", 2, "png").numbered("truth/v/fixation", 3, "png");

    assertThatThrownBy(this::readTruth)
        .hasMessageContaining("video 'v' in truth/v has 2 maps, 3 fixations");
  }

  @Test
  void filesOfOtherKindsAreNamedWhereNumbersDiffer() {
    storage.numbered("truth/v/fixation", 3, "png");
    storage.files("truth/v/maps", "1.png", "2.png", "3.npy");

    assertThatThrownBy(this::readTruth)
        .hasMessageContaining("video 'v' in truth/v has 2 maps, 3 fixations")
        .hasMessageContaining("kinds that are not read there (3.npy)");
  }

  @Test
  void truthIsAttachedToFramesByVideoAndNumber() {
    storage.files("predictions/v", "000001.png", "000002.png");
    storage.files("truth/v/maps", "2.png", "1.png").numbered("truth/other/maps", 5, "png");

    Dataset joined = readTruth().attachTo(predictions());

    assertThat(joined.layout()).isEqualTo(Layout.FRAMES);
    assertThat(joined.videos()).hasSize(1);
    assertThat(joined.videos().get(0).frames())
        .extracting(frame -> frame.map().orElseThrow().path())
        .containsExactly("truth/v/maps/1.png", "truth/v/maps/2.png");
  }

  @Test
  void aDotBeforeTheNumberDoesNotHideIt() {
    storage.files("predictions/v", "frame.0001.png", "frame.0002.png");
    storage.numbered("truth/v/maps", 2, "png");

    Dataset joined = readTruth().attachTo(predictions());

    assertThat(joined.videos().get(0).frames().get(1).map())
        .contains(FrameLocation.file("truth/v/maps/0002.png"));
  }

  @Test
  void aVideoWithoutTruthIsNamed() {
    storage.numbered("predictions/w", 1, "png").numbered("truth/v/maps", 1, "png");

    assertThatThrownBy(() -> readTruth().without(predictions().videos()))
        .hasMessageContaining("video 'w' has no ground truth in truth");
  }

  @Test
  void aVideoWithoutTruthDoesNotHideTheOthers() {
    storage.numbered("predictions/w", 1, "png").numbered("predictions/v", 1, "png");
    storage.numbered("truth/v/maps", 1, "png");

    assertThat(readTruth().without(predictions().videos())).containsExactly("w");
    assertThat(readTruth().attachTo(predictions()).videos())
        .extracting(Video::hasMaps)
        .containsExactly(true, false);
  }

  @Test
  void truthThatCountsFromAnotherNumberIsAttachedInOrder() {
    storage.files("predictions/v", "1.png", "2.png", "3.png");
    storage.files("truth/v/maps", "0.png", "1.png", "2.png");

    Dataset joined = readTruth().attachTo(predictions());

    assertThat(joined.videos().get(0).frames())
        .extracting(frame -> frame.map().orElseThrow().path())
        .containsExactly("truth/v/maps/0.png", "truth/v/maps/1.png", "truth/v/maps/2.png");
  }

  @Test
  void truthWithOtherNumbersIsAnError() {
    storage.files("predictions/v", "1.png", "2.png", "3.png");
    storage.files("truth/v/maps", "0.png", "1.png", "3.png");

    assertThatThrownBy(() -> readTruth().attachTo(predictions()))
        .hasMessageContaining("predictions/v/2.png has no ground truth");
  }

  @Test
  void aVideoWithAnEmptyTruthIsNamed() {
    storage.numbered("truth/a/gaussians", 2, "png");
    storage.files("truth/b/gaussians", "b.mp4");

    assertThatThrownBy(this::readTruth)
        .hasMessageContaining("video 'b' has no maps in truth/b/gaussians")
        .hasMessageContaining("files of other kinds are not read there: b.mp4");
  }

  @Test
  void aFrameWithoutTruthAndATruthWithoutFrameAreNamed() {
    storage.files("predictions/v", "1.png", "2.png", "4.png");
    storage.files("truth/v/maps", "1.png", "2.png", "3.png", "4.png");
    assertThatThrownBy(() -> readTruth().attachTo(predictions()))
        .hasMessageContaining("video 'v' has 3 frames, but its ground truth in truth has 4")
        .hasMessageContaining("frame 3 of the ground truth is missing");

    storage.files("predictions/v", "5.png");
    assertThatThrownBy(() -> readTruth().attachTo(predictions()))
        .hasMessageContaining("predictions/v/5.png has no ground truth");
  }
}
