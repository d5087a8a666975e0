package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapFile;
import org.saliency.model.Model;
import org.saliency.network.NetworkOptions;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.Manifest;
import org.saliency.video.PictureKind;
import org.saliency.video.VideoTiming;
import org.saliency.video.VideoWriter;

/** Maps of every fourth frame, and those interpolated between. */
class PredictEveryIT {

  private static final Size SIZE = new Size(64, 36);
  private static final int FRAMES = 23;

  /** First frame of the second shot, and a frame that cannot be read, as numbers from 0. */
  private static final int CUT = 10;

  private static final int BAD = 17;

  @TempDir static Path shared;
  @TempDir Path folder;
  private static SparkSession spark;
  private static Path videos;

  @BeforeAll
  static void prepare() throws IOException {
    spark = TestSpark.session();
    videos = shared.resolve("videos");
    Path frames = Files.createDirectories(videos.resolve("a/frames"));
    for (int i = 0; i < FRAMES; i++) {
      TinyVideos.writePng(frame(i), frames.resolve(name(i) + ".png"));
    }
    Files.writeString(frames.resolve(name(BAD) + ".png"), "no picture");
    try (VideoWriter writer =
        VideoWriter.create(
            shared.resolve("b.mp4"), SIZE, PictureKind.COLOUR, new VideoTiming(90_000, 0))) {
      for (int i = 0; i < FRAMES; i++) {
        writer.add(frame(i).rgb(), 40_000L * i, 40_000);
      }
      writer.finish();
    }
    model("still", Map.of());
    model("motion", Map.of("window", "3", "video-bias", "motion"));
    model("recurrent", Map.of("window", "2"));
  }

  private static void model(String name, Map<String, String> options) throws IOException {
    Model.create("deeplab-resnet18", NetworkOptions.of(options), SIZE, 11)
        .write(shared.resolve(name + ".pt"));
  }

  private static String name(int frame) {
    return String.format(Locale.ROOT, "%06d", frame + 1);
  }

  /** A square that moves over a gradient, of other colours after the cut. */
  private static Frame frame(int number) {
    byte[] rgb = new byte[3 * SIZE.pixels()];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % SIZE.width();
      int y = i / 3 / SIZE.width();
      boolean isInside = Math.abs(x - 5 - 2 * number) < 5 && Math.abs(y - 18) < 5;
      int grey = isInside ? 250 : 2 * x + y;
      rgb[i] = (byte) (number < CUT ? grey : 255 - grey / (1 + i % 3));
    }
    return new Frame(SIZE, rgb);
  }

  private Manifest score(Path input, String model, String output, String... settings)
      throws InterruptedException {
    String[] all =
        Stream.concat(Stream.of("map-size=model", "max-bad-frames=1"), Stream.of(settings))
            .toArray(String[]::new);
    return ScoreJobs.of(
            spark,
            shared.resolve(model + ".pt"),
            input,
            folder.resolve(output),
            Optional.empty(),
            all)
        .run()
        .manifest();
  }

  private Map<String, String> maps(String output) throws IOException {
    Map<String, String> maps = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve(output).resolve("maps"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String number = file.getFileName().toString().replaceFirst("\\.png$", "");
        maps.put(number, HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return maps;
  }

  private static double[] values(String png) {
    return MapFile.read(HexFormat.of().parseHex(png), "map").values();
  }

  @Test
  void everyFourthMapIsPredictedAndThoseBetweenAreInterpolated() throws Exception {
    score(videos, "still", "all");
    Manifest manifest = score(videos, "still", "fourth", "predict-every=4");

    Map<String, String> all = maps("all");
    Map<String, String> fourth = maps("fourth");
    assertThat(fourth.keySet()).isEqualTo(all.keySet()).hasSize(FRAMES - 1);
    int[] predicted = {0, 4, 8, 9, 10, 12, 16, 18, 20, 22};
    for (int i = 0; i + 1 < predicted.length; i++) {
      int from = predicted[i];
      int to = predicted[i + 1];
      assertThat(fourth.get(name(from))).as("map %d", from).isEqualTo(all.get(name(from)));
      for (int between = from + 1; between < to && from != 16; between++) {
        assertThat(fourth.get(name(between))).isNotEqualTo(all.get(name(between)));
        assertLinear(fourth, from, between, to);
      }
    }
    assertThat(fourth.get(name(22))).isEqualTo(all.get(name(22)));
    assertThat(manifest.counts())
        .containsEntry("done", FRAMES - 1L)
        .containsEntry("bad", 1L)
        .containsEntry("predicted", 10L)
        .containsEntry("repeated", 0L)
        .containsEntry("interpolated", FRAMES - 1L - 10);
  }

  private static void assertLinear(Map<String, String> maps, int from, int between, int to) {
    double[] first = values(maps.get(name(from)));
    double[] found = values(maps.get(name(between)));
    double[] last = values(maps.get(name(to)));
    double share = (double) (between - from) / (to - from);
    double[] expected = new double[found.length];
    Arrays.setAll(expected, i -> first[i] + share * (last[i] - first[i]));
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isBetween(expected[i] - 1.01 / 255, expected[i] + 1.01 / 255);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"still", "motion", "recurrent"})
  void mapsDoNotDependOnHowTheVideoIsDivided(String model) throws Exception {
    score(videos, model, "whole", "predict-every=4", "tasks=1");
    score(videos, model, "parts", "predict-every=4", "segment-frames=3", "tasks=5");

    assertThat(maps("parts")).isEqualTo(maps("whole")).hasSize(FRAMES - 1);
  }

  @Test
  void theSameHoldsForAVideoFile() throws Exception {
    Path video = shared.resolve("b.mp4");
    score(video, "motion", "whole", "predict-every=5", "tasks=1");
    score(video, "motion", "parts", "predict-every=5", "segment-frames=4", "tasks=4");

    assertThat(maps("parts")).isEqualTo(maps("whole")).hasSize(FRAMES);
  }

  @Test
  void aResumedRunHasTheSameMaps() throws Exception {
    String[] settings = {"predict-every=4", "segment-frames=6", "tasks=2"};
    score(shared.resolve("b.mp4"), "still", "out", settings);
    Map<String, String> before = maps("out");
    Files.delete(folder.resolve("out/maps/b").resolve(name(8) + ".png"));

    assertThat(score(shared.resolve("b.mp4"), "still", "out", settings).counts())
        .hasEntrySatisfying("resumed", resumed -> assertThat(resumed).isBetween(12L, 22L));
    assertThat(maps("out")).isEqualTo(before);
  }

  @Test
  void aSegmentIsScoredAgainWhenTheFrameItIsInterpolatedWithHasChanged() throws Exception {
    Path copy = folder.resolve("copy");
    Path frames = Files.createDirectories(copy.resolve("a/frames"));
    for (int i = 0; i < 9; i++) {
      TinyVideos.writePng(frame(i), frames.resolve(name(i) + ".png"));
    }
    String[] settings = {"predict-every=4", "segment-frames=4", "tasks=1"};
    score(copy, "still", "out", settings);
    TinyVideos.writePng(frame(20), frames.resolve(name(8) + ".png"));

    Manifest again = score(copy, "still", "out", settings);

    assertThat(again.counts()).containsEntry("resumed", 4L).containsEntry("done", 5L);
    score(copy, "still", "new", settings);
    assertThat(maps("out")).isEqualTo(maps("new"));
  }

  @Test
  void aRunWithAnotherDistanceIsRefused() throws Exception {
    score(shared.resolve("b.mp4"), "still", "out", "predict-every=4");

    for (String other : new String[] {"predict-every=1", "predict-every=2"}) {
      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> score(shared.resolve("b.mp4"), "still", "out", other))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.OUTPUT))
          .withMessageContaining("predict every 4");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "2.5", "auto", "many"})
  void otherValuesAreRefusedInOneLine(String value) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> score(videos, "still", "out", "predict-every=" + value))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").contains(value))
        .withMessageContaining("predict-every");
  }
}
