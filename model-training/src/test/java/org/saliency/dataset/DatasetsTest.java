package org.saliency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;

class DatasetsTest {

  private final MemoryStorage storage = new MemoryStorage();

  private Dataset read() {
    return Datasets.read(storage, "data", Optional.empty());
  }

  private Dataset read(Layout layout) {
    return Datasets.read(storage, "data", Optional.of(layout));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertReadFails() {
    return assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT));
  }

  private List<String> videoNames() {
    return read().videos().stream().map(Video::name).toList();
  }

  private List<String> frameNames() {
    return read().videos().get(0).frames().stream().map(VideoFrame::name).toList();
  }

  @Test
  void aFolderOfFrameFoldersIsReadWithoutTruth() {
    storage.numbered("data/cat", 2, "png").numbered("data/dog", 3, "jpg");

    Dataset dataset = read();

    assertThat(dataset.layout()).isEqualTo(Layout.FRAMES);
    assertThat(dataset.videos()).flatMap(Video::frames).hasSize(5);
    assertThat(videoNames()).containsExactly("cat", "dog");
    assertThat(dataset.videos().get(1).hasMaps()).isFalse();
    assertThat(dataset.videos().get(1).frames().get(2))
        .isEqualTo(
            new VideoFrame(
                2,
                "0003",
                FrameLocation.file("data/dog/0003.jpg"),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void oneFrameFolderIsOneVideo() {
    storage.numbered("data", 2, "png").folder("data/empty");

    assertThat(read().layout()).isEqualTo(Layout.FRAMES);
    assertThat(videoNames()).containsExactly("data");
  }

  @ParameterizedTest
  @CsvSource({
    "msu-savam, data/, frames/, gaussians/, fixations/",
    "msu-savam, data/, '', gaussians/, fixations/",
    "ucf-sports, data/, images/, maps/, fixation/",
    "dhf1k, data/annotation/, images/, maps/, fixation/"
  })
  void aLayoutIsRecognisedAndItsTruthFound(
      String layout, String base, String frames, String maps, String fixations) {
    for (String video : List.of("b", "a")) {
      storage
          .files(base + video + (frames.isEmpty() ? "" : "/" + frames.replace("/", "")), "1.jpg")
          .files(base + video + "/" + maps.replace("/", ""), "0001.png")
          .files(base + video + "/" + fixations.replace("/", ""), "001.png");
    }

    Dataset dataset = read();

    assertThat(dataset.layout()).hasToString(layout);
    assertThat(videoNames()).containsExactly("a", "b");
    assertThat(dataset.videos().get(0).frames())
        .containsExactly(
            new VideoFrame(
                0,
                "1",
                FrameLocation.file(base + "a/" + frames + "1.jpg"),
                Optional.of(FrameLocation.file(base + "a/" + maps + "0001.png")),
                Optional.of(FrameLocation.file(base + "a/" + fixations + "001.png"))));
  }

  @Test
  void aSingleVideoOfALayoutIsRead() {
    storage.numbered("data/images", 2, "png").numbered("data/maps", 2, "png");

    assertThat(read().layout()).isEqualTo(Layout.UCF_SPORTS);
    assertThat(videoNames()).containsExactly("data");
    assertThat(read().videos().get(0).hasMaps()).isTrue();
    assertThat(read().videos().get(0).hasFixations()).isFalse();
  }

  @Test
  void aGivenLayoutIsTaken() {
    storage.numbered("data/a/images", 1, "png");

    assertThat(read(Layout.HOLLYWOOD2).layout()).isEqualTo(Layout.HOLLYWOOD2);
    assertThatThrownBy(() -> read(Layout.DHF1K))
        .hasMessageContaining("folder data has no subfolder 'annotation'");
    assertThatThrownBy(() -> read(Layout.FRAMES))
        .hasMessageContaining("video 'a' in data/a has no frames");
  }

  @ParameterizedTest
  @CsvSource({"training, testing", "Train, Val"})
  void foldersOfSplitsAreReadTogether(String one, String other) {
    storage
        .numbered("data/" + one + "/a/images", 2, "png")
        .numbered("data/" + one + "/a/maps", 2, "png")
        .numbered("data/" + other + "/b/images", 1, "png")
        .numbered("data/" + other + "/b/maps", 1, "png")
        .files("data", "README.txt");

    assertThat(read().layout()).isEqualTo(Layout.UCF_SPORTS);
    assertThat(read(Layout.HOLLYWOOD2).layout()).isEqualTo(Layout.HOLLYWOOD2);
    assertThat(videoNames()).containsExactly("a", "b");
    assertThat(read().videos().get(1).hasMaps()).isTrue();
  }

  @Test
  void splitsOfDifferentLayoutsOrWithTheSameVideoAreRefused() {
    storage
        .numbered("data/training/a/images", 2, "png")
        .numbered("data/training/a/maps", 2, "png")
        .numbered("data/testing/b", 1, "png");
    assertReadFails().hasMessageContaining("several layouts, frames and ucf-sports");

    storage.numbered("same/train/a/images", 2, "png").numbered("same/test/a/images", 2, "png");
    assertThatThrownBy(() -> Datasets.read(storage, "same", Optional.empty()))
        .hasMessageContaining("both video 'a': give one of the folders in same");
  }

  @Test
  void videosMayHaveTheNamesOfSplits() {
    storage.numbered("data/train", 2, "png").numbered("data/test", 3, "png");

    assertThat(read().layout()).isEqualTo(Layout.FRAMES);
    assertThat(videoNames()).containsExactly("test", "train");
  }

  @Test
  void mapsMayCountFromAnotherNumberThanFrames() {
    storage
        .files("data/a/frames", "0.png", "1.png", "2.png")
        .files("data/a/gaussians", "0001.png", "0002.png", "0003.png")
        .files("data/a/fixations", "101.png", "102.png", "103.png");

    assertThat(read().videos().get(0).frames().get(2))
        .isEqualTo(
            new VideoFrame(
                2,
                "2",
                FrameLocation.file("data/a/frames/2.png"),
                Optional.of(FrameLocation.file("data/a/gaussians/0003.png")),
                Optional.of(FrameLocation.file("data/a/fixations/103.png"))));
  }

  @Test
  void framesAreOrderedByNumberAndVideosNaturally() {
    storage.files("data/clip10", "101.png", "1000.png", "99.png").files("data/clip9", "1.png");

    assertThat(videoNames()).containsExactly("clip9", "clip10");
    assertThat(read().videos().get(1).frames().stream().map(VideoFrame::name))
        .containsExactly("99", "101", "1000");
    assertThat(read().videos().get(1).frames().stream().map(VideoFrame::index))
        .containsExactly(0, 1, 2);
  }

  @Test
  void framesAndMapsMatchByTheNumbersThatDiffer() {
    storage.files("data/v/images", "a_000019_leftImg8bit.png", "a_000020_leftImg8bit.png");
    storage.files("data/v/maps", "a_000019_map.png", "a_000020_map.png");
    storage.files("data/w/images", "t_0.25.png", "t_1.0.png", "t_0.5.png");
    storage.files("data/w/maps", "0.250.png", "0.500.png", "1.000.png");

    assertThat(frameNames()).containsExactly("a_000019_leftImg8bit", "a_000020_leftImg8bit");
    assertThat(read().videos().get(0).frames().get(1).map())
        .contains(FrameLocation.file("data/v/maps/a_000020_map.png"));
    assertThat(read().videos().get(1).frames())
        .extracting(frame -> frame.name() + " " + frame.map().orElseThrow().path())
        .containsExactly(
            "t_0.25 data/w/maps/0.250.png",
            "t_0.5 data/w/maps/0.500.png",
            "t_1.0 data/w/maps/1.000.png");
  }

  @Test
  void emptyFoldersArePassedOver() {
    storage.numbered("data/a", 1, "png").folder("data/empty");

    assertThat(videoNames()).containsExactly("a");
  }

  @Test
  void namesWithoutANumberMatchByStem() {
    storage.files("data/v/images", "fox.jpg", "elk.png").files("data/v/maps", "elk.png", "fox.png");

    assertThat(frameNames()).containsExactly("elk", "fox");
    assertThat(read().videos().get(0).frames().get(1).map())
        .contains(FrameLocation.file("data/v/maps/fox.png"));
  }

  @Test
  void pictureKindsMixAndOtherFilesAreIgnored() {
    storage.files("data/v", "1.PNG", "2.jpg", "3.jpeg", "4.bmp", "Thumbs.db", "notes5.txt", "png");
    storage.files("data", "readme.txt");

    assertThat(frameNames()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void eachFolderIsListedOnce() {
    storage.numbered("data/a/images", 1, "png").numbered("data/a/maps", 1, "png");
    storage.numbered("data/b/images", 1, "png").numbered("data/b/fixation", 1, "png");

    read();

    assertThat(storage.listings).doesNotHaveDuplicates();
  }

  @Test
  void aMissingFolderIsAnError() {
    assertReadFails().hasMessageContaining("folder data does not exist");
  }

  @Test
  void anEmptyFolderIsAnError() {
    storage.folder("data");

    assertReadFails().hasMessageContaining("folder data is empty");
  }

  @Test
  void aFileInPlaceOfTheFolderIsAnError() {
    storage.file("data", "text");

    assertReadFails().hasMessageContaining("data is a file, not a folder");
  }

  @Test
  void aFolderThatMatchesNoLayoutListsTheExpectedPaths() {
    storage.files("data/docs", "a.txt").folder("data/more");

    assertReadFails()
        .hasMessageContaining("folder data matches no layout")
        .hasMessageContaining(
            "<video>/frames/*.png|jpg or <video>/*.png|jpg or <video>.mp4 (msu-savam)")
        .hasMessageContaining("annotation/<video>/images/*.png|jpg or video/<video>.mp4 (dhf1k)");
  }

  @Test
  void aFolderThatMatchesTwoLayoutsIsAnError() {
    storage.numbered("data/a/frames", 1, "png").numbered("data/b/images", 1, "png");

    assertReadFails().hasMessageContaining("matches several layouts, msu-savam, ucf-sports");
  }

  @Test
  void picturesBesideFoldersOfPicturesAreAnError() {
    storage.numbered("data", 2, "png").numbered("data/other", 2, "png");

    assertReadFails().hasMessageContaining("frames or maps and another video, 'other'");
  }

  @Test
  void aVideoWithoutFramesIsAnError() {
    storage.numbered("data/a/images", 1, "png").files("data/b/images", "frame.txt");

    assertReadFails()
        .hasMessageContaining("video 'b' in data/b has no frames")
        .hasMessageContaining("expected <video>/images/*.png|jpg");
  }

  @Test
  void filesOfOtherKindsAreNamedWhereFramesAreMissing() {
    storage.files("data/a", "1.gif", "2.gif");

    assertThatThrownBy(() -> read(Layout.FRAMES))
        .hasMessageContaining("video 'a' in data/a has no frames")
        .hasMessageContaining("files of other kinds are not read: 1.gif, 2.gif");
  }

  @Test
  void aVideoFileNextToItsFramesIsIgnored() {
    storage.numbered("data/a", 2, "png").files("data", "a.mp4", "b.mp4");
    assertReadFails().hasMessageContaining("data/b.mp4 is a video file");

    storage.numbered("data/b", 2, "png");
    assertThat(videoNames()).containsExactly("a", "b");
  }

  @Test
  void countsThatDifferAreNamedWithTheFirstFrameMissing() {
    storage
        .files("data/v/images", "1.png", "2.png", "10.png")
        .files("data/v/maps", "1.png", "10.png")
        .files("data/v/fixation", "1.png", "2.png", "10.png");

    assertReadFails()
        .hasMessageContaining("video 'v' in data/v has 3 frames, 2 maps, 3 fixations")
        .hasMessageContaining("frame 2 is in data/v/images/2.png but not in data/v/maps");
  }

  @Test
  void publishedMatlabFilesAreTheFixationsWhereThereAreNoPictures() {
    storage
        .numbered("data/a/images", 2, "png")
        .numbered("data/a/fixation", 2, "png")
        .numbered("data/a/fixation/maps", 2, "mat")
        .numbered("data/b/images", 2, "png")
        .folder("data/b/fixation")
        .numbered("data/b/fixation/maps", 2, "mat")
        .numbered("data/c/images", 2, "png")
        .numbered("data/c/fixation", 2, "MAT");

    assertThat(read().videos())
        .extracting(video -> video.frames().get(1).fixations().orElseThrow().path())
        .containsExactly(
            "data/a/fixation/0002.png",
            "data/b/fixation/maps/0002.mat",
            "data/c/fixation/0002.MAT");
  }

  @Test
  void truthOfAKindThatIsNotReadIsNamed() {
    storage.numbered("data/v/images", 2, "png").numbered("data/v/maps", 2, "npy");

    assertReadFails()
        .hasMessageContaining("2 frames, 0 maps")
        .hasMessageContaining("data/v/maps, whose files are of kinds that are not read")
        .hasMessageContaining("(0001.npy, 0002.npy)");
  }

  @Test
  void aLayoutFurtherDownIsNamed() {
    storage.numbered("data/UCF/training/v/images", 2, "png").folder("data/UCF/docs");
    storage.folder("data/UCF").folder("data/UCF/training").folder("data/UCF/training/v");

    assertReadFails()
        .hasMessage(
            "folder data matches no layout, but data/UCF/training in it matches ucf-sports: give"
                + " that folder");
  }

  @Test
  void anEmptyFolderOfTruthIsAMismatch() {
    storage.numbered("data/v/images", 3, "png").folder("data/v/maps");

    assertReadFails().hasMessageContaining("3 frames, 0 maps");
  }

  @Test
  void numbersThatDoNotMatchAreAnErrorThoughCountsAgree() {
    storage.files("data/v/images", "1.png", "2.png").files("data/v/maps", "1.png", "3.png");

    assertReadFails().hasMessageContaining("frame 2 is in data/v/images/2.png");
  }

  @Test
  void twoFilesOfOneNumberAreAnError() {
    storage.files("data/v", "1.png", "0001.jpg");

    assertReadFails().hasMessageContaining("0001.jpg and 1.png in data/v are both frame 1");
  }

  @Test
  void layoutsAreNamedAsTheOptionTakesThem() {
    assertThat(Layout.parse("auto")).isEmpty();
    assertThat(Layout.parse("msu-savam")).contains(Layout.MSU_SAVAM);
    assertThatThrownBy(() -> Layout.parse("msu"))
        .hasMessage(
            "Invalid layout 'msu': expected one of auto, videos, frames, msu-savam,"
                + " msu-challenge, crowdsal, dhf1k, ucf-sports, hollywood2,"
                + " salicon, mit1003, cat2000");
  }
}
