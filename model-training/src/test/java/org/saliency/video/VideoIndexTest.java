package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.SeekableInput;

class VideoIndexTest {

  private static final long FRAME_MICROS = 40_000;

  static Stream<String> corpus() {
    return VideoCorpus.names();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void framesAndTimesAreThoseOfTheFfmpegCommand(String name) {
    Path file = VideoCorpus.file(name);
    List<Long> times = Programs.frameTimes(file);

    VideoIndex index = Videos.index(file);

    assertThat(index.frames()).isEqualTo(times.size());
    assertThat(index.missingFrames()).isZero();
    for (int i = 0; i < times.size(); i++) {
      long expected = isTimeless(name, i) ? times.get(30) + (i - 30) * FRAME_MICROS : times.get(i);
      assertThat(index.ptsMicros(i)).as("frame %d", i).isEqualTo(expected);
    }
  }

  /**
   * Whether the container has no time for a frame, for which {@code ffmpeg} then makes one up:
   * these files have frames at even distances, which the index continues.
   */
  private static boolean isTimeless(String name, int frame) {
    return switch (name) {
      case "h264-negative-start.mkv" -> frame < 13; // before 0
      case "h264-b-frames.avi" -> frame >= 58;
      default -> false;
    };
  }

  /** Files whose tables suffice, with most of their content in zeros. */
  @ParameterizedTest
  @MethodSource("corpus")
  void anIndexFromTablesEqualsThatOfTheWholeFile(String name) throws IOException {
    Path file = VideoCorpus.file(name);
    try (SeekableInput input = new LocalStorage().openSeekable(file.toString());
        SeekableInput another = new LocalStorage().openSeekable(file.toString());
        VideoFile tables = VideoFile.open(input, name);
        VideoFile whole = VideoFile.open(another, name)) {
      boolean isLeftOut = tables.leaveOutContent();

      assertThat(isLeftOut).isEqualTo(name.matches("(h264|hevc|av1).*[.](mp4|mov)"));
      assertThat(packets(tables)).isEqualTo(packets(whole));
    }
  }

  private static List<String> packets(VideoFile file) {
    PacketTable table = PacketTable.read(file);
    return IntStream.range(0, table.count())
        .mapToObj(
            i ->
                table.pts(i)
                    + " "
                    + table.dts(i)
                    + (table.isKey(i) ? " key" : "")
                    + (table.isShown(i) ? "" : " hidden"))
        .toList();
  }

  @Test
  void tablesAreReadWithoutTheContent() throws IOException {
    Path file = VideoCorpus.folder().resolve("large.mp4");
    String noise = "-f lavfi -i testsrc2=s=320x240:r=25:d=4,noise=alls=100:allf=t";
    List<Object> arguments = new ArrayList<>(List.of(noise.split(" ")));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-qp", "10", "-y", file));
    Programs.ffmpeg(arguments.toArray());
    CountedInput input = new CountedInput(Files.readAllBytes(file));

    VideoIndex index = VideoIndex.read(input, "large.mp4");

    assertThat(index.frames()).isEqualTo(100);
    assertThat(input.length()).isGreaterThan(2 << 20);
    assertThat(input.seeks()).isLessThanOrEqualTo(3);
    assertThat(input.bytes()).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "h264-b-frames.mp4, h264, 48x32, 60, false",
    "h264-open-gop.mkv, h264, 48x32, 60, false",
    "hevc-10bit.mkv, hevc, 64x64, 60, false",
    "hevc-cut-open-gop.mkv, hevc, 64x64, , true",
    "h264-b-frames.avi, h264, 48x32, 60, true",
    "h264-rotated-90.mp4, h264, 32x48, 60, false",
    "h264-rotated-270.mov, h264, 32x48, 60, false",
    "h264-upside-down.mp4, h264, 48x32, 60, false",
    "vp8-hidden-frames.webm, vp8, 64x48, 50, ",
    "vp9-one-key-frame.mkv, vp9, 63x47, 50, false",
    "mjpeg-one-pixel.mkv, mjpeg, 1x1, 50, false",
    "mpeg4.mp4, mpeg4, 64x48, 50, false",
    "mpeg4.avi, mpeg4, 64x48, 50, true",
    "av1.mkv, av1, 64x64, 50, false"
  })
  void anIndexDescribesAFile(
      String name, String codec, String size, Integer frames, Boolean isFromDecoding) {
    VideoIndex index = Videos.index(VideoCorpus.file(name));

    assertThat(index.codec()).isEqualTo(codec);
    assertThat(index.size()).isEqualTo(Size.parse(size));
    assertThat(index.frameRate()).isEqualTo(new FrameRate(25, 1));
    if (frames != null) {
      assertThat(index.frames()).isEqualTo(frames);
    }
    if (isFromDecoding != null) {
      assertThat(index.isFromDecoding()).isEqualTo(isFromDecoding);
    }
  }

  @Test
  void framesAreFoundFromTheKeyFrameBefore() {
    VideoIndex index = Videos.index(VideoCorpus.file("h264-open-gop.mkv"));

    assertThat(index.keyFrames()).containsExactly(0, 12, 24, 36, 48);
    assertThat(index.isKeyFrame(12)).isTrue();
    assertThat(index.isKeyFrame(13)).isFalse();
    assertThat(index.keyFrameAtOrBefore(11)).isZero();
    assertThat(index.keyFrameAtOrBefore(12)).isEqualTo(12);
    assertThat(index.keyFrameAtOrBefore(59)).isEqualTo(48);
  }

  @Test
  void framesThatAnEditListHidesDoNotCount() {
    VideoIndex cut = Videos.index(VideoCorpus.file("h264-edit-list.mp4"));

    assertThat(cut.frames()).isBetween(35, 45); // of 60 frames, from 0.9 seconds on
    assertThat(cut.ptsMicros(0)).isBetween(0L, 40_000L);
    assertThat(cut.keyFrameAtOrBefore(0)).isZero();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void anIndexIsWrittenAndReadAgain(String name) throws IOException {
    VideoIndex index = Videos.index(VideoCorpus.file(name));

    String text = Json.write(index);
    VideoIndex read = Json.read(text, VideoIndex.class);

    assertThat(Json.write(read)).isEqualTo(text);
    assertThat(read).usingRecursiveComparison().isEqualTo(index);
    assertThat(text.length()).isLessThan(1500);
  }

  @Test
  void aDamagedIndexIsRefused() {
    String text = Json.write(Videos.index(VideoCorpus.file("mjpeg.avi")));

    assertThatThrownBy(
            () -> Json.read(text.replace("\"frames\" : 50", "\"frames\" : 49"), VideoIndex.class))
        .isInstanceOf(IOException.class);
  }

  @Test
  void spansLieWithinTheVideo() {
    VideoIndex index = Videos.index(VideoCorpus.file("mjpeg.avi"));

    assertThatThrownBy(() -> index.span(40, 50)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> index.span(-1, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> index.span(5, 4)).isInstanceOf(IllegalArgumentException.class);
  }
}
