package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.dataset.VideoIndexer;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.results.Manifest;
import org.saliency.storage.LocalStorage;
import org.saliency.video.DecodedFrame;
import org.saliency.video.PictureKind;
import org.saliency.video.VideoIndex;
import org.saliency.video.VideoReader;
import org.saliency.video.VideoTiming;
import org.saliency.video.VideoWriter;

/** Video files in, and videos out. */
class VideoScoreIT {

  private static final Size SIZE = new Size(96, 54);
  private static final Size MODEL = new Size(64, 36);
  private static final int FRAMES = 70; // more than the 60 frames between key frames

  @TempDir static Path shared;
  @TempDir Path folder;
  private static SparkSession spark;
  private static Path model;

  @BeforeAll
  static void prepare() throws IOException {
    spark = TestSpark.session();
    model = shared.resolve("m.pt");
    Model.create("deeplab-resnet18", MODEL, 1).write(model);
  }

  /** Writes a bright square moving over a gradient, with frames at uneven times. */
  private static void video(Path file, int frames) throws IOException {
    Files.createDirectories(file.getParent());
    VideoTiming timing = new VideoTiming(90_000, 0);
    try (VideoWriter writer = VideoWriter.create(file, SIZE, PictureKind.COLOUR, timing)) {
      for (int i = 0; i < frames; i++) {
        writer.add(frame(i).rgb(), micros(i), 40_000);
      }
      writer.finish();
    }
  }

  private static Frame frame(int number) {
    byte[] rgb = new byte[3 * SIZE.pixels()];
    for (int i = 0; i < SIZE.pixels(); i++) {
      int x = i % SIZE.width();
      int y = i / SIZE.width();
      boolean inside = Math.abs(x - number) < 8 && Math.abs(y - 27) < 8;
      rgb[3 * i] = (byte) (inside ? 250 : x);
      rgb[3 * i + 1] = (byte) (inside ? 200 : 2 * y);
      rgb[3 * i + 2] = (byte) (inside ? 30 : 90);
    }
    return new Frame(SIZE, rgb);
  }

  private static long micros(int frame) {
    return 40_000L * frame + (frame % 2 == 0 ? 0 : 10_000);
  }

  private ScoreJob job(Path input, Path output, String... settings) {
    return job(input, output, Optional.empty(), settings);
  }

  private ScoreJob job(Path input, Path output, Optional<Path> truth, String... settings) {
    return ScoreJobs.of(spark, model, input, output, truth, settings);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static VideoIndex index(Path file) {
    return VideoIndexer.read(new LocalStorage(), file.toString());
  }

  private static List<Frame> frames(Path file) throws IOException {
    VideoIndex index = index(file);
    List<Frame> frames = new ArrayList<>();
    try (var input = new LocalStorage().openSeekable(file.toString());
        VideoReader reader =
            VideoReader.open(
                input, file.toString(), index.span(0, index.frames() - 1), Optional.empty())) {
      while (reader.hasNext()) {
        DecodedFrame frame = reader.next();
        frames.add(frame.picture().orElseThrow());
      }
    }
    return frames;
  }

  @Test
  void everyFrameOfAVideoFileHasAMapAndATimestamp() throws Exception {
    video(folder.resolve("in/a clip, 50% #1 Ж.mp4"), FRAMES);
    Path output = folder.resolve("out");

    Manifest manifest = job(folder.resolve("in"), output, "tasks=4").run().manifest();

    assertThat(manifest.counts()).containsEntry("planned", 70L).containsEntry("done", 70L);
    assertThat(names(output.resolve("maps/a clip, 50% #1 Ж")))
        .hasSize(FRAMES)
        .startsWith("000001.png")
        .endsWith("000070.png");
    List<Row> rows =
        spark
            .read()
            .parquet(output.resolve("predictions").toString())
            .selectExpr("frame", "pts_us")
            .orderBy("frame")
            .collectAsList();
    assertThat(rows).hasSize(FRAMES);
    assertThat(rows.get(69).getInt(0)).isEqualTo(69);
    assertThat(rows.get(69).getLong(1)).isEqualTo(micros(69));
  }

  @Test
  void videoFileAndItsExtractedFramesHaveSimilarMaps() throws Exception {
    video(folder.resolve("in/v.mp4"), FRAMES);
    int number = 0;
    Path pictures = Files.createDirectories(folder.resolve("frames/v"));
    for (Frame frame : frames(folder.resolve("in/v.mp4"))) {
      number++;
      TinyVideos.writePng(frame, pictures.resolve("%06d.png".formatted(number)));
    }

    job(folder.resolve("in"), folder.resolve("a"), "tasks=3").run();
    job(folder.resolve("frames"), folder.resolve("b")).run();

    assertThat(names(folder.resolve("a/maps/v"))).isEqualTo(names(folder.resolve("b/maps/v")));
    double sum = 0;
    for (String name : names(folder.resolve("a/maps/v"))) {
      sum += difference(map("a/maps/v/" + name), map("b/maps/v/" + name));
    }
    assertThat(sum / FRAMES).isLessThan(2.0 / 255);
  }

  private SaliencyMap map(String name) throws IOException {
    return MapFile.read(Files.readAllBytes(folder.resolve(name)), name);
  }

  private static double difference(SaliencyMap one, SaliencyMap other) {
    double sum = 0;
    for (int i = 0; i < one.values().length; i++) {
      sum += Math.abs(one.values()[i] - other.values()[i]);
    }
    return sum / one.values().length;
  }

  @Test
  void formatsDoNotChangeTheMaps() throws Exception {
    video(folder.resolve("in/v.mp4"), FRAMES);

    job(folder.resolve("in"), folder.resolve("png"), "formats=[png]").run();
    job(folder.resolve("in"), folder.resolve("all"), "formats=[png,png16,mp4,overlay]").run();

    for (String name : names(folder.resolve("png/maps/v"))) {
      assertThat(folder.resolve("all/maps/v").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("png/maps/v").resolve(name));
    }
  }

  @Test
  void saliencyVideoHasTheTimestampsOfTheSourceAndTheValuesOfTheMaps() throws Exception {
    video(folder.resolve("in/v.mp4"), FRAMES);
    Path output = folder.resolve("out");

    job(folder.resolve("in"), output, "tasks=3", "formats=[png,png16,mp4,overlay]").run();

    VideoIndex source = index(folder.resolve("in/v.mp4"));
    for (String format : List.of("saliency_videos", "overlays")) {
      VideoIndex written = index(output.resolve(format + "/v.mp4"));
      assertThat(written.frames()).isEqualTo(FRAMES);
      assertThat(written.size()).isEqualTo(SIZE);
      for (int i = 0; i < FRAMES; i++) {
        assertThat(written.ptsMicros(i)).isEqualTo(source.ptsMicros(i));
      }
    }
    assertThat(names(output.resolve("maps16/v"))).hasSize(FRAMES);
    List<Frame> greys = frames(output.resolve("saliency_videos/v.mp4"));
    for (int i = 0; i < FRAMES; i += 23) {
      String name = "%06d.png".formatted(i + 1);
      SaliencyMap png = MapFile.read(Files.readAllBytes(output.resolve("maps/v/" + name)), name);
      assertThat(SaliencyMap.of(greys.get(i)).values()).containsExactly(png.values(), within(1e-9));
      SaliencyMap deep = MapFile.read(Files.readAllBytes(output.resolve("maps16/v/" + name)), name);
      assertThat(difference(deep, png)).isLessThan(0.51 / 255);
    }
  }

  @Test
  void saliencyVideoHasTheMetricsOfThePngFiles() throws Exception {
    Path videos = new TinyVideos(folder.resolve("videos"), 3).add("a", 6, SIZE).folder();
    Path output = folder.resolve("out");
    Map<String, Object> scored =
        job(videos, output, Optional.of(videos), "formats=[png,mp4]").run().summary();
    Path submission = folder.resolve("submission");
    Files.createDirectories(submission);
    Files.copy(output.resolve("saliency_videos/a.mp4"), submission.resolve("a.mp4"));

    Map<String, Object> evaluated =
        new EvaluateJob(
                spark,
                new EvaluateArguments(
                    submission.toString(),
                    videos.toString(),
                    Optional.empty(),
                    folder.resolve("scores").toString(),
                    Settings.load(Optional.empty(), Map.of()).section("evaluate")))
            .run()
            .summary();

    assertThat(evaluated.get("metrics")).isEqualTo(scored.get("metrics"));
  }

  @Test
  void damagedFilesAreQuarantinedAndOthersScored() throws Exception {
    Path input = folder.resolve("in");
    video(input.resolve("good.mp4"), 10);
    byte[] bytes = Files.readAllBytes(input.resolve("good.mp4"));
    Files.write(input.resolve("empty.mp4"), new byte[0]);
    Files.writeString(input.resolve("page.mp4"), "<html><body>Not found</body></html>");
    Files.write(input.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
    Path output = folder.resolve("out");

    Throwable error = catchThrowable(() -> job(input, output).run());

    assertThat(error)
        .isInstanceOfSatisfying(
            UserException.class,
            e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_FRAMES));
    List<String> bad =
        spark
            .read()
            .parquet(output.resolve("quarantine").toString())
            .selectExpr("concat(video, ' ', coalesce(cast(frame as string), '-'), ' ', stage)")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(bad).containsExactlyInAnyOrder("empty - index", "page - index", "cut - index");
    assertThat(names(output.resolve("maps/good"))).hasSize(10);
  }

  @Test
  void rerunScoresMissingSegmentsAndJoinsTheVideoAgain() throws Exception {
    video(folder.resolve("in/v.mp4"), FRAMES);
    Path output = folder.resolve("out");
    String[] settings = {"tasks=3", "formats=[png,mp4]"};
    Path undisturbed = folder.resolve("undisturbed");
    job(folder.resolve("in"), undisturbed, settings).run();
    byte[] whole = Files.readAllBytes(undisturbed.resolve("saliency_videos/v.mp4"));
    WatchedFiles.failJoining(
        spark,
        ScoreJobs.of(
            spark,
            model,
            folder.resolve("in").toString(),
            WatchedFiles.uri(output),
            Optional.empty(),
            settings));
    Path records = output.resolve("_saliency/segments/v");
    Files.delete(records.resolve(names(records).get(1)));

    Manifest manifest = job(folder.resolve("in"), output, settings).run().manifest();

    assertThat(manifest.counts().get("resumed")).isBetween(1L, (long) FRAMES - 1);
    assertThat(output.resolve("saliency_videos/v.mp4")).hasBinaryContent(whole);
    assertThat(Files.readString(output.resolve("_saliency/video-indexes.json"))).contains("v.mp4");
  }
}
