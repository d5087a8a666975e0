package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.report.ReportArguments;
import org.saliency.spark.report.ReportJob;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.Scores;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.LiteralPaths;
import org.saliency.video.PictureKind;
import org.saliency.video.VideoTiming;
import org.saliency.video.VideoWriter;

/** Names of videos and frames that paths, tables or Spark treat in their own way. */
class NamesIT {

  private static final Size SIZE = new Size(64, 36);
  private static final List<String> ODD =
      List.of("#1", "=1+1", "_abc", "a%3Ab", "cam 12:30", "clip v1.5");

  @TempDir static Path shared;
  @TempDir Path folder;
  private static SparkSession spark;
  private static Path model;

  @BeforeAll
  static void prepare() throws IOException {
    spark = TestSpark.session();
    model = shared.resolve("m.pt");
    Model.create("deeplab-resnet18", SIZE, 1).write(model);
  }

  private TinyVideos videos(String... names) {
    TinyVideos videos = new TinyVideos(folder.resolve("data"), 3);
    for (String name : names) {
      videos.add(name, 2, SIZE);
    }
    return videos;
  }

  private ScoreJob job(Path input, Path output, Optional<Path> truth, String... settings) {
    return ScoreJobs.of(spark, model, input, output, truth, settings);
  }

  private EvaluateJob.Result evaluate(Path predictions, Path truth) throws InterruptedException {
    return new EvaluateJob(
            spark,
            new EvaluateArguments(
                predictions.toString(),
                truth.toString(),
                Optional.empty(),
                folder.resolve("evaluated").toString(),
                Settings.load(Optional.empty(), Map.of()).section("evaluate")))
        .run();
  }

  private List<String> names(Path table) {
    return LiteralPaths.reader(spark).parquet(table.toString()).collectAsList().stream()
        .map(row -> row.<String>getAs("video"))
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Scores scores(Path output) {
    return Scores.read(
        new HadoopFiles(spark.sparkContext().hadoopConfiguration()), output.toString());
  }

  @Test
  void picturesOfAGlobAreVideosOfTheirOwn() throws Exception {
    Path data = videos("album").folder();
    Path frames = data.resolve("album/frames");
    Path output = folder.resolve("out");

    ScoreResult result = job(frames.resolve("*.png"), output, Optional.empty()).run();
    ScoreResult again = job(frames.resolve("*.png"), output, Optional.empty()).run();

    assertThat(result.manifest().counts()).containsEntry("done", 2L);
    assertThat(again.manifest().counts()).containsEntry("resumed", 2L);
    List<String> pictures = files(frames);
    assertThat(files(output.resolve("maps"))).hasSize(2);
    for (String picture : pictures) {
      String name = picture.replace(".png", "");
      assertThat(files(output.resolve("maps").resolve(name))).containsExactly(picture);
    }
  }

  @Test
  void oddNamesOfVideosAreScoredMeasuredAndShownByTheirNames() throws Exception {
    Path data = videos(ODD.toArray(String[]::new)).folder();
    Path output = folder.resolve("run:1 [a]");

    ScoreResult result = job(data, output, Optional.of(data)).run();

    assertThat(result.manifest().status()).isEqualTo(Manifest.Status.COMPLETE);
    assertThat(files(output.resolve("maps")))
        .containsExactly("#1", "=1+1", "_abc", "a%253Ab", "cam 12%3A30", "clip v1.5");
    assertThat(names(output.resolve("predictions"))).containsExactlyElementsOf(ODD);
    assertThat(names(output.resolve("frame_metrics"))).containsExactlyElementsOf(ODD);
    assertThat(scores(output).videos())
        .extracting(Scores.Video::name)
        .containsExactlyElementsOf(ODD);

    Manifest again = job(data, output, Optional.of(data)).run().manifest();
    assertThat(again.counts()).containsEntry("resumed", 2L * ODD.size()).containsEntry("done", 0L);
    assertThat(evaluate(output, data).summary()).isEqualTo(result.summary());
    ReportJob.Result page =
        new ReportJob(
                spark,
                new ReportArguments(
                    output.toString(),
                    Optional.empty(),
                    List.of(),
                    folder.resolve("12:30.html").toString()))
            .run();
    assertThat(page.notes()).isEmpty();
    assertThat(folder.resolve("12:30.html")).isNotEmptyFile();
  }

  @Test
  void oddNamesOfFramesAreScoredAndMeasured() throws Exception {
    Path data = videos("v").folder();
    for (String part : List.of("frames", "gaussians", "fixations")) {
      Path parts = data.resolve("v").resolve(part);
      Files.move(parts.resolve("0001.png"), parts.resolve("_MG 12:00:59.png"));
      Files.move(parts.resolve("0002.png"), parts.resolve("_MG 12:01:00.png"));
    }
    Path output = folder.resolve("out");

    ScoreResult result = job(data, output, Optional.of(data), "formats=png,png16,parquet").run();

    assertThat(result.manifest().counts()).containsEntry("done", 2L);
    assertThat(files(output.resolve("maps/v")))
        .containsExactly("_MG 12%3A00%3A59.png", "_MG 12%3A01%3A00.png");
    assertThat(files(output.resolve("maps16/v"))).hasSize(2);
    assertThat(evaluate(output, data).summary()).isEqualTo(result.summary());
  }

  @Test
  void aVideoNamedTwoDotsStaysInTheOutput() throws Exception {
    Path file = folder.resolve("in/...mp4");
    Files.createDirectories(file.getParent());
    VideoTiming timing = new VideoTiming(90_000, 0);
    try (VideoWriter writer = VideoWriter.create(file, SIZE, PictureKind.COLOUR, timing)) {
      writer.add(new byte[3 * SIZE.pixels()], 0, 40_000);
      writer.finish();
    }
    Path output = folder.resolve("out");

    job(file, output, Optional.empty(), "formats=png,parquet,mp4").run();

    assertThat(output.resolve("maps/%2E./000001.png")).exists();
    assertThat(output.resolve("saliency_videos/%2E..mp4")).exists();
    assertThat(output.resolve("000001.png")).doesNotExist();
    assertThat(names(output.resolve("predictions"))).containsExactly("..");
  }

  @Test
  void aNameTooLongForTheOutputIsRejectedBeforeTheRun() {
    String name = "x".repeat(235);
    Path output = folder.resolve("out");
    ScoreJob job = job(videos("a", name).folder(), output, Optional.empty());

    UserException error = catchThrowableOfType(UserException.class, job::run);

    assertThat(error.kind()).isEqualTo(UserException.Kind.INPUT);
    assertThat(error).hasMessageContaining(name).hasMessageContaining("235 bytes");
    assertThat(output).doesNotExist();
  }

  @Test
  void anUnreadableFolderOfFramesIsQuarantinedAndEmptyFoldersArePassedOver() throws Exception {
    Path data = videos("good").folder();
    Path frames = Files.createDirectories(folder.resolve("in"));
    Files.move(data.resolve("good/frames"), frames.resolve("good"));
    Files.createDirectories(frames.resolve("bad"));
    Files.write(frames.resolve("bad/0001.png"), new byte[0]);
    Files.createDirectories(frames.resolve("empty/@eaDir"));
    Files.write(frames.resolve("Thumbs.db"), new byte[4]);
    Path output = folder.resolve("out");

    ScoreResult result = job(frames, output, Optional.empty(), "max-bad-frames=1").run();

    assertThat(result.manifest().counts())
        .containsEntry("videos", 1L)
        .containsEntry("done", 2L)
        .containsEntry("bad", 1L);
    assertThat(names(output.resolve("quarantine"))).containsExactly("bad");
    assertThat(job(frames, folder.resolve("other"), Optional.empty()).dryRun())
        .contains("\"videos\" : 1");
  }

  @Test
  void aVideoWithoutTruthIsScoredButNotMeasured() throws Exception {
    Path data = videos("a", "b").folder();
    Path input = Files.createDirectories(folder.resolve("in"));
    Files.move(data.resolve("a/frames"), input.resolve("a"));
    Files.move(data.resolve("b/frames"), input.resolve("extra"));
    try (Stream<Path> b = Files.walk(data.resolve("b"))) {
      b.sorted((x, y) -> y.compareTo(x)).forEach(path -> path.toFile().delete());
    }
    Path output = folder.resolve("out");

    ScoreResult result = job(input, output, Optional.of(data)).run();

    assertThat(result.manifest().counts())
        .containsEntry("done", 4L)
        .containsEntry("videos_without_truth", 1L);
    assertThat(scores(output).videos()).extracting(Scores.Video::name).containsExactly("a");
    EvaluateJob.Result evaluated = evaluate(output, data);
    assertThat(evaluated.summary()).isEqualTo(result.summary());
    assertThat(evaluated.manifest().counts()).containsEntry("videos_without_truth", 1L);
  }

  @Test
  void relativePathsAreAbsoluteInTheManifest() throws Exception {
    Path data = videos("a").folder();
    Path here = Path.of("").toAbsolutePath();
    Path relative = here.relativize(data);

    Manifest manifest =
        job(relative, folder.resolve("out"), Optional.of(relative)).run().manifest();

    String absolute = here.resolve(relative).normalize().toString();
    assertThat(manifest.inputs()).containsExactly(absolute);
    assertThat(manifest.groundTruth()).isEqualTo(absolute);
    assertThat(manifest.model().path()).isEqualTo(model.toAbsolutePath().toString());
  }
}
