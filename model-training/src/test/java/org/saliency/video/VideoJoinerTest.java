package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;

class VideoJoinerTest {

  private static final Size SIZE = new Size(64, 48);
  private static final VideoTiming NTSC = new VideoTiming(30000, 0);
  private static final long FRAME = 33_367;

  @TempDir Path folder;

  private static byte[] picture(PictureKind kind, int frame) {
    return kind == PictureKind.GREY
        ? VideoSamples.blob(SIZE, frame, 200)
        : VideoSamples.scene(SIZE, frame).rgb();
  }

  /** Presentation time of a frame at 29.97 frames per second. */
  private static long time(int frame) {
    return Math.round(frame * 1001 * 1e6 / 30000);
  }

  private String part(PictureKind kind, VideoTiming timing, int first, int last)
      throws IOException {
    Path file = folder.resolve("part %d.mp4".formatted(first));
    try (VideoWriter writer = VideoWriter.create(file, SIZE, kind, timing)) {
      for (int frame = first; frame <= last; frame++) {
        writer.add(picture(kind, frame), time(frame), FRAME);
      }
      writer.finish();
    }
    return file.toString();
  }

  private Path join(List<String> parts) throws IOException {
    Path output = folder.resolve("joined.mp4");
    VideoJoiner.join(new LocalStorage(), parts, output);
    return output;
  }

  @ParameterizedTest
  @EnumSource(PictureKind.class)
  void partsBecomeTheVideoThatWasCut(PictureKind kind) throws IOException {
    List<String> parts = new ArrayList<>();
    List<byte[]> written = new ArrayList<>();
    int[] cuts = {0, 7, 8, 31, 60};
    for (int i = 1; i < cuts.length; i++) {
      parts.add(part(kind, NTSC, cuts[i - 1], cuts[i] - 1));
      WrittenVideo.read(Path.of(parts.get(i - 1))).frames().forEach(f -> written.add(f.rgb()));
    }
    WrittenVideo video = WrittenVideo.read(join(parts));
    assertThat(video.times())
        .containsExactly(IntStream.range(0, 60).mapToLong(i -> time(i)).toArray());
    assertThat(video.guessedRate()).isCloseTo(29.97, within(0.001));
    assertThat(video.index().frameRate()).isEqualTo(new FrameRate(30000, 1001));
    assertThat(video.index().timing()).isEqualTo(NTSC);
    assertThat(video.index().keyFrames()).contains(0, 7, 8, 31);
    assertThat(video.frames()).hasSize(60);
    for (int i = 0; i < 60; i++) {
      assertThat(video.frames().get(i).rgb()).as("frame %d", i).isEqualTo(written.get(i));
    }
  }

  @Test
  void gapsAndTheLastFramesLengthAreKept() throws IOException {
    Path output =
        join(List.of(part(PictureKind.GREY, NTSC, 30, 31), part(PictureKind.GREY, NTSC, 90, 90)));
    WrittenVideo video = WrittenVideo.read(output);
    assertThat(video.times()).containsExactly(time(30), time(31), time(90));
    assertThat(video.endMicros()).isEqualTo(time(91));
  }

  /** Noise takes more bits than a blob: a part that begins with it has a higher bit rate. */
  private String noisyPart(int first, int last) throws IOException {
    Random random = new Random(first);
    Path file = folder.resolve("noisy %d to %d.mp4".formatted(first, last));
    try (VideoWriter writer = VideoWriter.create(file, SIZE, PictureKind.GREY, NTSC)) {
      for (int frame = first; frame <= last; frame++) {
        byte[] picture = picture(PictureKind.GREY, frame);
        if (frame == 0) {
          random.nextBytes(picture);
        }
        writer.add(picture, time(frame), FRAME);
      }
      writer.finish();
    }
    return file.toString();
  }

  @Test
  void aVideoOfMapsDoesNotDependOnWhereItWasCut() throws IOException {
    byte[] halves = Files.readAllBytes(join(List.of(noisyPart(0, 9), noisyPart(10, 19))));
    byte[] other = Files.readAllBytes(join(List.of(noisyPart(0, 1), noisyPart(2, 19))));

    assertThat(other).isEqualTo(halves);
  }

  @Test
  void aSinglePartIsCopied() throws IOException {
    String part = part(PictureKind.COLOUR, NTSC, 0, 4);
    WrittenVideo video = WrittenVideo.read(join(List.of(part)));
    assertThat(video.times()).containsExactly(WrittenVideo.read(Path.of(part)).times());
  }

  @Test
  void theIndexComesFirst() throws IOException {
    byte[] file = Files.readAllBytes(join(List.of(part(PictureKind.GREY, NTSC, 0, 4))));
    String text = new String(file, StandardCharsets.ISO_8859_1);
    assertThat(text.indexOf("moov")).isPositive().isLessThan(text.indexOf("mdat"));
  }

  @Test
  void namesPartsThatDoNotMatch() throws IOException {
    String grey = part(PictureKind.GREY, NTSC, 0, 1);
    String colour = part(PictureKind.COLOUR, NTSC, 2, 3);
    assertThatThrownBy(() -> join(List.of(grey, colour)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "parts %s (vp9, 64x48, 30000 ticks per second) and %s (h264, 64x48, 30000 ticks per"
                + " second) belong to different videos or were written with different settings:"
                + " write all of them again",
            grey, colour);
    assertThat(folder.resolve("joined.mp4")).doesNotExist();
  }

  @Test
  void aMissingPartLeavesNoFile() throws IOException {
    String grey = part(PictureKind.GREY, NTSC, 0, 1);
    String missing = folder.resolve("missing.mp4").toString();
    assertThatThrownBy(() -> join(List.of(grey, missing)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing);
    assertThat(folder.resolve("joined.mp4")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(PictureKind.class)
  void aTruncatedPartIsRejected(PictureKind kind) throws IOException {
    String whole = part(kind, NTSC, 0, 4);
    String part = part(kind, NTSC, 5, 14);
    byte[] bytes = Files.readAllBytes(Path.of(part));
    for (int length : new int[] {bytes.length - 1, bytes.length - 50, bytes.length - 300}) {
      Files.write(Path.of(part), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> join(List.of(whole, part)))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(UserException.class)
          .hasMessageContaining(part)
          .hasMessageContaining("is truncated");
      assertThat(folder.resolve("joined.mp4")).doesNotExist();
    }
  }

  @Test
  void rejectsAnEmptyListOfParts() {
    assertThatThrownBy(() -> join(List.of())).hasMessageEndingWith("joined.mp4 has no parts");
  }
}
