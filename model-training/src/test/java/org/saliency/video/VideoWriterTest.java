package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.QuantisedMap;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Profile;

class VideoWriterTest {

  private static final Size SIZE = new Size(96, 64);
  private static final VideoTiming PAL = new VideoTiming(25, 0);
  private static final long FORTY_MILLIS = 40_000;

  @TempDir Path folder;

  private Path write(Size size, PictureKind kind, VideoTiming timing, long[] times)
      throws IOException {
    Path file = folder.resolve("video.mp4");
    try (VideoWriter writer = VideoWriter.create(file, size, kind, timing)) {
      for (int i = 0; i < times.length; i++) {
        byte[] picture =
            kind == PictureKind.GREY
                ? VideoSamples.blob(size, i, 255)
                : VideoSamples.scene(size, i).rgb();
        writer.add(picture, times[i], FORTY_MILLIS);
      }
      writer.finish();
    }
    return file;
  }

  @Test
  void mapsAreUnchangedAfterARoundTrip() throws IOException {
    Path file = folder.resolve("maps.mp4");
    List<byte[]> maps =
        IntStream.of(255, 30, 3, 1, 0).mapToObj(p -> VideoSamples.blob(SIZE, p, p)).toList();
    byte[] ramp = new byte[SIZE.pixels()];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (i * 37);
    }
    try (VideoWriter writer = VideoWriter.create(file, SIZE, PictureKind.GREY, PAL)) {
      for (int i = 0; i < maps.size(); i++) {
        writer.add(maps.get(i), i * FORTY_MILLIS, FORTY_MILLIS);
      }
      writer.add(ramp, maps.size() * FORTY_MILLIS, FORTY_MILLIS);
      writer.finish();
    }
    WrittenVideo video = WrittenVideo.read(file);
    assertThat(video.isFullRange()).isTrue();
    assertThat(video.index().keyFrames()).containsExactly(0, 1, 2, 3, 4, 5);
    for (int i = 0; i < maps.size(); i++) {
      assertThat(video.grey(i)).isEqualTo(maps.get(i));
    }
    assertThat(video.grey(5)).isEqualTo(ramp);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void metricsOfMapsInAVideoAreThoseOfTheirPngs(Profile profile) throws IOException {
    Path file = folder.resolve("maps.mp4");
    SaliencyMap truth = map(VideoSamples.blob(SIZE, 30, 255));
    Fixations fixations = new Fixations(SIZE, new int[] {5, 28, 31}, new int[] {90, 41, 33});
    List<SaliencyMap> maps =
        IntStream.of(255, 20, 3).mapToObj(p -> map(VideoSamples.blob(SIZE, p, p))).toList();
    try (VideoWriter writer = VideoWriter.create(file, SIZE, PictureKind.GREY, PAL)) {
      for (int i = 0; i < maps.size(); i++) {
        byte[] greys = QuantisedMap.of(maps.get(i), SIZE, MapDepth.EIGHT_BITS).greys();
        writer.add(greys, i * FORTY_MILLIS, FORTY_MILLIS);
      }
      writer.finish();
    }
    WrittenVideo video = WrittenVideo.read(file);
    for (int i = 0; i < maps.size(); i++) {
      byte[] png = MapFile.write(maps.get(i), MapDepth.EIGHT_BITS);
      SaliencyMap inPng = MapFile.read(png, "map.png");
      SaliencyMap inVideo = SaliencyMap.of(video.frames().get(i));
      assertThat(profile.measure(inVideo, Optional.of(truth), Optional.of(fixations)))
          .isEqualTo(profile.measure(inPng, Optional.of(truth), Optional.of(fixations)));
    }
  }

  private static SaliencyMap map(byte[] greys) {
    double[] values = new double[greys.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (greys[i] & 0xff) / 255.0;
    }
    return new SaliencyMap(SIZE, values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1x1", "1x7", "853x479", "15x16"})
  void mapsKeepAnySize(String size) throws IOException {
    Size odd = Size.parse(size);
    WrittenVideo video =
        WrittenVideo.read(write(odd, PictureKind.GREY, PAL, new long[] {0, FORTY_MILLIS}));
    assertThat(video.frames()).hasSize(2);
    assertThat(video.frames().get(1).size()).isEqualTo(odd);
    assertThat(video.grey(1)).isEqualTo(VideoSamples.blob(odd, 1, 255));
  }

  @Test
  void framesAreAlmostUnchangedAfterARoundTrip() throws IOException {
    long[] times = LongStream.range(0, 70).map(i -> i * FORTY_MILLIS).toArray();
    WrittenVideo video = WrittenVideo.read(write(SIZE, PictureKind.COLOUR, PAL, times));
    assertThat(video.isFullRange()).isFalse();
    assertThat(video.frames()).hasSize(70);
    assertThat(video.index().keyFrames()).containsExactly(0, 60);
    for (int i = 0; i < times.length; i++) {
      assertThat(difference(video.frames().get(i), VideoSamples.scene(SIZE, i)))
          .as("mean difference in frame %d", i)
          .isLessThan(4);
    }
  }

  private static double difference(Frame one, Frame other) {
    long sum = 0;
    for (int i = 0; i < one.rgb().length; i++) {
      sum += Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
    }
    return (double) sum / one.rgb().length;
  }

  @ParameterizedTest
  @CsvSource({
    "1x1, 16x16",
    "853x479, 854x480",
    "17x20, 18x20",
    "1920x1080, 1920x1080",
    "8000x4000, 4336x2160",
  })
  void framesAreScaledToASizeThatH264Takes(String size, String encoded) throws IOException {
    assertThat(PictureKind.COLOUR.encodedSize(Size.parse(size))).isEqualTo(Size.parse(encoded));
    Path file = write(Size.parse(size), PictureKind.COLOUR, PAL, new long[] {0});
    assertThat(WrittenVideo.read(file).frames().get(0).size()).isEqualTo(Size.parse(encoded));
  }

  @ParameterizedTest
  @CsvSource({"25, 25", "30000, 29.97002997", "1000, 30", "90000, 23.976023976", "1000000, 50"})
  void timesComeBackToTheMicrosecond(int ticksPerSecond, double rate) throws IOException {
    long[] times =
        IntStream.range(0, 50)
            .mapToLong(i -> micros(Math.round(i * ticksPerSecond / rate), ticksPerSecond))
            .toArray();
    VideoTiming timing = new VideoTiming(ticksPerSecond, 0);
    WrittenVideo video = WrittenVideo.read(write(SIZE, PictureKind.GREY, timing, times));
    assertThat(video.times()).containsExactly(times);
    assertThat(video.guessedRate()).isCloseTo(rate, within(0.001));
  }

  /** As a reader gives a tick: rounded to the microsecond. */
  private static long micros(long tick, int ticksPerSecond) {
    return Math.round(tick * 1e6 / ticksPerSecond);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREY", "COLOUR"})
  void variableRatesAndLateStartsAreKept(PictureKind kind) throws IOException {
    long[] times = {7_234_567, 7_234_667, 7_300_000, 9_300_001, 9_340_000};
    VideoTiming timing = new VideoTiming(1_000_000, 7_234_567);
    WrittenVideo video = WrittenVideo.read(write(SIZE, kind, timing, times));
    assertThat(video.times()).containsExactly(times);
    assertThat(video.endMicros()).isEqualTo(9_380_000);
  }

  @Test
  void aStartBeforeZeroMovesTheWholeVideo() throws IOException {
    long[] times = {-80_000, -40_000, 0, 40_000};
    VideoTiming timing = new VideoTiming(90_000, -80_000);
    WrittenVideo video = WrittenVideo.read(write(SIZE, PictureKind.COLOUR, timing, times));
    assertThat(video.times()).containsExactly(0, 40_000, 80_000, 120_000);
  }

  @Test
  void framesOfTheSameTimeAreATickApart() throws IOException {
    long[] times = {0, 0, 40_000, 40_000, 80_000};
    WrittenVideo video =
        WrittenVideo.read(write(SIZE, PictureKind.GREY, new VideoTiming(1000, 0), times));
    assertThat(video.times()).containsExactly(0, 1_000, 40_000, 41_000, 80_000);
  }

  @Test
  void theIndexComesFirst() throws IOException {
    byte[] file = Files.readAllBytes(write(SIZE, PictureKind.GREY, PAL, new long[] {0, 40_000}));
    String text = new String(file, StandardCharsets.ISO_8859_1);
    assertThat(text.indexOf("moov")).isPositive().isLessThan(text.indexOf("mdat"));
  }

  @Test
  void theSamePicturesGiveTheSameBytes() throws IOException {
    long[] times = {0, 40_000, 80_000};
    for (PictureKind kind : PictureKind.values()) {
      byte[] first = Files.readAllBytes(write(SIZE, kind, PAL, times));
      assertThat(Files.readAllBytes(write(SIZE, kind, PAL, times))).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-y.mp4", "50% #1.mp4", "http:x.mp4", "кошка 'и' \"пёс\".mp4", "%03d.mp4"})
  void anyFileNameIsAccepted(String name) throws IOException {
    Path file = folder.resolve(name);
    try (VideoWriter writer = VideoWriter.create(file, SIZE, PictureKind.GREY, PAL)) {
      writer.add(new byte[SIZE.pixels()], 0, FORTY_MILLIS);
      writer.finish();
    }
    assertThat(file).isNotEmptyFile();
    assertThat(folder).isDirectoryContaining(found -> found.equals(file));
  }

  @Test
  void anUnfinishedVideoLeavesNoFile() throws IOException {
    Path file = folder.resolve("unfinished.mp4");
    try (VideoWriter writer = VideoWriter.create(file, SIZE, PictureKind.GREY, PAL)) {
      writer.add(new byte[SIZE.pixels()], 0, FORTY_MILLIS);
    }
    assertThat(file).doesNotExist();
    try (VideoWriter writer = VideoWriter.create(file, SIZE, PictureKind.GREY, PAL)) {
      assertThatThrownBy(writer::finish).hasMessageEndingWith("unfinished.mp4 has no pictures");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void namesTheFileThatCannotBeWritten() {
    Path file = folder.resolve("missing").resolve("video.mp4");
    assertThatThrownBy(() -> VideoWriter.create(file, SIZE, PictureKind.GREY, PAL))
        .isInstanceOf(IOException.class)
        .hasMessage("video " + file + " cannot be written: No such file or directory");
  }

  @Test
  void refusesAPictureOfAnotherSize() throws IOException {
    try (VideoWriter writer =
        VideoWriter.create(folder.resolve("a.mp4"), SIZE, PictureKind.COLOUR, PAL)) {
      assertThatThrownBy(() -> writer.add(new byte[SIZE.pixels()], 0, FORTY_MILLIS))
          .hasMessage("a picture of 96x64 needs 18432 bytes, got 6144");
    }
  }
}
