package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.storage.LocalStorage;

/** Maps in videos with more than eight bits per sample. The samples of every format are ours. */
class DeepMapTest {

  private static final Size SIZE = new Size(50, 34);
  private static final int FRAMES = 3;

  @TempDir Path folder;

  /** A wide blob whose values are far below one step of eight bits apart. */
  private static double value(int frame, int row, int column) {
    double dx = (column - 20.3 - frame) / 18;
    double dy = (row - 15.1) / 12;
    return 0.9 * Math.exp(-(dx * dx + dy * dy) / 2);
  }

  /**
   * A raw video whose first plane holds the values between two samples, and chroma in the others.
   */
  private Path raw(int black, int white, List<Size> chroma, int chromaSample) throws IOException {
    int samples = SIZE.pixels() + chroma.stream().mapToInt(Size::pixels).sum();
    ByteBuffer bytes = ByteBuffer.allocate(2 * FRAMES * samples).order(ByteOrder.LITTLE_ENDIAN);
    for (int frame = 0; frame < FRAMES; frame++) {
      for (int i = 0; i < SIZE.pixels(); i++) {
        bytes.putShort((short) sample(frame, i, black, white));
      }
      IntStream.range(0, samples - SIZE.pixels())
          .forEach(i -> bytes.putShort((short) chromaSample));
    }
    return Files.write(folder.resolve("raw"), bytes.array());
  }

  private static int sample(int frame, int pixel, int black, int white) {
    double value = value(frame, pixel / SIZE.width(), pixel % SIZE.width());
    return black + (int) Math.round(value * (white - black));
  }

  private Path encode(Path raw, String format, String range, String file, String... codec) {
    Path video = folder.resolve(file);
    String[] input = {
      "-f", "rawvideo", "-pix_fmt", format, "-s", SIZE.toString(), "-i", raw.toString()
    };
    String[] output = {"-pix_fmt", format, "-color_range", range, "-y", video.toString()};
    Programs.ffmpeg(Stream.of(input, codec, output).flatMap(Arrays::stream).toArray());
    return video;
  }

  private static List<SaliencyMap> maps(Path video) {
    VideoIndex index = Videos.index(video);
    VideoSpan all = index.span(0, index.frames() - 1);
    try (StoredVideo stored =
        StoredVideo.open(new LocalStorage(), video.toString(), all, Optional.empty())) {
      return IntStream.range(0, index.frames())
          .mapToObj(frame -> stored.readMap(frame).require())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertExact(List<SaliencyMap> maps, int black, int white) {
    assertThat(maps).hasSize(FRAMES);
    for (int frame = 0; frame < FRAMES; frame++) {
      assertThat(maps.get(frame).size()).isEqualTo(SIZE);
      for (int i = 0; i < SIZE.pixels(); i++) {
        double expected = (sample(frame, i, black, white) - black) / (double) (white - black);
        assertThat(maps.get(frame).values()[i]).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gray10le, unknown, 0, 1023",
    "gray12le, unknown, 0, 4095",
    "gray16le, unknown, 0, 65535",
    "gray10le, pc, 0, 1023",
  })
  void greyFormatsKeepTheirSteps(String format, String range, int black, int white)
      throws IOException {
    Path video = encode(raw(black, white, List.of(), 0), format, range, "v.mkv", "-c:v", "ffv1");

    assertExact(maps(video), black, white);
  }

  @ParameterizedTest
  @CsvSource({
    "yuv420p10le, tv, 64, 940, 512, 2, 2",
    "yuv420p10le, unknown, 64, 940, 512, 2, 2",
    "yuv420p10le, pc, 0, 1023, 512, 2, 2",
    "yuv420p10le, tv, 64, 940, 516, 2, 2",
    "yuv422p12le, tv, 256, 3760, 2048, 2, 1",
    "yuv444p16le, pc, 0, 65535, 32768, 1, 1",
    "yuv444p16le, tv, 4096, 60160, 32768, 1, 1",
  })
  void lumaIsScaledByItsRange(
      String format, String range, int black, int white, int neutral, int across, int down)
      throws IOException {
    Size chroma = new Size((SIZE.width() + across - 1) / across, (SIZE.height() + down - 1) / down);
    Path raw = raw(black, white, List.of(chroma, chroma), neutral);

    assertExact(maps(encode(raw, format, range, "v.mkv", "-c:v", "ffv1")), black, white);
  }

  @Test
  void losslessHevcInMp4IsReadTheSame() throws IOException {
    Size chroma = new Size(25, 17);
    Path raw = raw(64, 940, List.of(chroma, chroma), 512);
    Path video =
        encode(
            raw,
            "yuv420p10le",
            "tv",
            "v.mp4",
            "-c:v",
            "libx265",
            "-x265-params",
            "lossless=1:log-level=none");

    assertExact(maps(video), 64, 940);
  }

  /** The RGB of a colour is worked out with the matrix of BT.601, FFmpeg's default. */
  @Test
  void colourMapsAreTheMeanOfTheirChannels() throws IOException {
    Size chroma = new Size(SIZE.width(), SIZE.height());
    int tint = 600;
    Path raw = raw(300, 500, List.of(chroma, chroma), tint);

    List<SaliencyMap> maps = maps(encode(raw, "yuv444p10le", "tv", "v.mkv", "-c:v", "ffv1"));

    double offset = (tint - 512) / 896.0;
    double red = 1.402 * offset;
    double green = -0.344136 * offset - 0.714136 * offset;
    double blue = 1.772 * offset;
    for (int i = 0; i < SIZE.pixels(); i++) {
      double luma = (sample(0, i, 300, 500) - 64) / 876.0;
      assertThat(maps.get(0).values()[i]).isCloseTo(luma + (red + green + blue) / 3, within(2e-4));
    }
  }

  @Test
  void rotatedMapsAreTurned() throws IOException {
    Size chroma = new Size(25, 17);
    Path raw = raw(64, 940, List.of(chroma, chroma), 512);
    Path video =
        encode(
            raw,
            "yuv420p10le",
            "tv",
            "v.mp4",
            "-c:v",
            "libx265",
            "-x265-params",
            "lossless=1:log-level=none");
    Path turned = folder.resolve("turned.mp4");
    Programs.ffmpeg("-i", video, "-c", "copy", "-metadata:s:v", "rotate=90", turned);

    SaliencyMap map = maps(turned).get(0);

    assertThat(map.size()).isEqualTo(new Size(SIZE.height(), SIZE.width()));
    SaliencyMap eightBits = SaliencyMap.of(Videos.decode(turned).get(0).picture().orElseThrow());
    for (int i = 0; i < SIZE.pixels(); i++) {
      assertThat(map.values()[i]).isCloseTo(eightBits.values()[i], within(0.012));
    }
    double[] turnedBack = map.values().clone();
    double[] stored = maps(video).get(0).values().clone();
    Arrays.sort(turnedBack);
    Arrays.sort(stored);
    assertThat(turnedBack).containsExactly(stored, within(5e-4));
  }

  @Test
  void deepRgbIsTheMeanOfItsChannels() throws IOException {
    Size plane = new Size(SIZE.width(), SIZE.height());
    Path raw = raw(0, 1023, List.of(plane, plane), 300); // green, blue, red

    SaliencyMap map = maps(encode(raw, "gbrp10le", "unknown", "v.mkv", "-c:v", "ffv1")).get(0);

    for (int i = 0; i < SIZE.pixels(); i++) {
      double mean = (sample(0, i, 0, 1023) + 600) / 3069.0;
      assertThat(map.values()[i]).isCloseTo(mean, within(2e-4));
    }
  }

  @Test
  void samplesOutsideTheLimitedRangeAreClamped() throws IOException {
    Size chroma = new Size(25, 17);
    Path raw = raw(0, 1023, List.of(chroma, chroma), 512);

    SaliencyMap map = maps(encode(raw, "yuv420p10le", "tv", "v.mkv", "-c:v", "ffv1")).get(0);

    for (int i = 0; i < SIZE.pixels(); i++) {
      double unclamped = (sample(0, i, 0, 1023) - 64) / 876.0;
      assertThat(map.values()[i]).isEqualTo(Math.min(1, Math.max(0, unclamped)));
    }
  }

  @Test
  void eightBitMapsAreThoseOfTheirPictures() {
    Path video = VideoCorpus.file("mpeg4-soft.mkv");
    List<SaliencyMap> maps = maps(video);
    List<DecodedFrame> pictures = Videos.decode(video);

    for (int frame = 0; frame < maps.size(); frame += 5) {
      assertThat(maps.get(frame).values())
          .containsExactly(SaliencyMap.of(pictures.get(frame).picture().orElseThrow()).values());
    }
  }
}
