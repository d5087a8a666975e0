package org.saliency.spark.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.dataset.FrameFiles;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.spark.source.SampleVideo;
import org.saliency.video.ImageFile;

class BenchmarkFramesTest {

  private static final Size SIZE = new Size(80, 60);
  private static final Size MODEL = new Size(32, 24);

  @TempDir Path folder;

  private void picture(String file, int width, int height) throws IOException {
    Path path = folder.resolve("pictures").resolve(file);
    Files.createDirectories(path.getParent());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", path.toFile());
  }

  private BenchmarkFrames pictures() {
    return BenchmarkFrames.of(folder.resolve("pictures").toString());
  }

  private BenchmarkFrames videos() {
    SampleVideo.write(folder.resolve("videos/a.mp4"), 10, SIZE, 1);
    SampleVideo.write(folder.resolve("videos/b.mp4"), 6, SIZE, 2);
    SampleVideo.write(folder.resolve("videos/large.mp4"), 4, new Size(160, 120), 3);
    return BenchmarkFrames.of(folder.resolve("videos").toString());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void usesPicturesOfTheSizeOfTheFirst() throws Exception {
    picture("a/1.png", 80, 60);
    picture("a/2.png", 90, 60);
    picture("b/1.png", 80, 60);

    BenchmarkFrames frames = pictures();

    assertThat(frames).hasToString("2 pictures of 80x60");
    assertThat(frames.frame(3).path()).endsWith("b/1.png");
    assertThat(frames.pictures()).hasSize(2);
    assertThat(frames.pictures().get(1))
        .isEqualTo(Files.readAllBytes(folder.resolve("pictures/b/1.png")));
  }

  @Test
  void usesAllFramesOfVideoFilesOfTheSizeOfTheFirst() throws Exception {
    BenchmarkFrames frames = videos();

    assertThat(frames).hasToString("16 frames of 2 video files of 80x60");
    assertThat(frames.frame(12).path()).endsWith("b.mp4");
    assertThat(frames.frame(12).number()).isEqualTo(2);
    assertThat(frames.frame(16)).isEqualTo(frames.frame(0));
    assertThat(frames.pictures()).hasSize(16);
    assertThat(ImageFile.read(frames.pictures().get(0), "first").size()).isEqualTo(SIZE);
  }

  @Test
  void decodesFramesRepeatedlyAtTheRequestedSize() {
    BenchmarkFrames frames = videos();

    try (FrameFiles files = frames.open(Optional.of(MODEL))) {
      Frame first = files.image(frames.frame(0));
      for (int i = 1; i < 16; i++) {
        files.image(frames.frame(i));
      }
      assertThat(first.size()).isEqualTo(MODEL);
      assertThat(files.image(frames.frame(16)).rgb()).isEqualTo(first.rgb());
    }
    assertThat(frames.decoded(3, Optional.of(MODEL)))
        .hasSize(3)
        .allMatch(frame -> frame.size().equals(MODEL));
  }

  @Test
  void repeatsPicturesUpToTheRequestedNumber() throws Exception {
    picture("1.png", 80, 60);
    picture("2.png", 80, 60);

    ScoreInput input = ScoreInput.asGiven(pictures(), 5, folder.resolve("input"));

    assertThat(input.frames()).isEqualTo(5);
    assertThat(input.origin()).isEqualTo("5 frames of 2 pictures of 80x60");
    assertThat(names(input.folder().resolve("video"))).hasSize(5);
  }

  @Test
  void linksWholeVideoFilesUntilTheRequestedNumberIsReached() throws Exception {
    ScoreInput input = ScoreInput.asGiven(videos(), 20, folder.resolve("input"));

    assertThat(names(input.folder()))
        .containsExactly("000001-a.mp4", "000002-b.mp4", "000003-a.mp4");
    assertThat(input.frames()).isEqualTo(10 + 6 + 10);
    assertThat(input.origin())
        .isEqualTo("26 frames in 3 whole videos of 2 files of 80x60; 20 requested");
    assertThat(BenchmarkFrames.of(input.folder().toString()).frames()).hasSize(26);
  }

  @Test
  void linksAWholeVideoFileEvenIfItHasMoreFrames() throws Exception {
    ScoreInput input = ScoreInput.asGiven(videos(), 3, folder.resolve("input"));

    assertThat(input.frames()).isEqualTo(10);
    assertThat(input.origin()).startsWith("10 frames in 1 whole video of 1 file of 80x60");
  }

  @Test
  void writesPicturesOfVideoFiles() throws Exception {
    ScoreInput input = ScoreInput.pictures(videos(), 2, folder.resolve("input"));

    assertThat(BenchmarkFrames.of(input.folder().toString())).hasToString("2 pictures of 80x60");
  }
}
