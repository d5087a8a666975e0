package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.model.Model;
import org.saliency.network.NetworkOptions;
import org.saliency.network.ServingForm;
import org.saliency.png.GreyPng;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.pytorch.ServingModel;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.results.Manifest;
import org.saliency.torchscript.ArchiveWriter;
import org.saliency.video.ImageFile;

class ScoreJobIT {

  private static final Size SMALL = new Size(64, 36);
  private static final Size ODD = new Size(75, 53);

  @TempDir static Path shared;
  private static Path model;
  private static Path videos;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  @BeforeAll
  static void makeModelAndVideos() throws IOException {
    model = shared.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    videos =
        new TinyVideos(shared.resolve("videos"), 5).add("a", 7, SMALL).add("b", 5, ODD).folder();
  }

  private ScoreJob job(Path input, Path output, String... settings) {
    return job(model, input, output, Optional.of(input), settings);
  }

  private ScoreJob job(
      Path modelFile, Path input, Path output, Optional<Path> truth, String... settings) {
    return ScoreJobs.of(spark, modelFile, input, output, truth, settings);
  }

  /** Returns the bytes of all files below a folder by relative path. */
  private static Map<String, List<Byte>> files(Path root) throws IOException {
    Map<String, List<Byte>> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(path);
        Byte[] boxed = new Byte[bytes.length];
        Arrays.setAll(boxed, i -> bytes[i]);
        files.put(root.relativize(path).toString(), List.of(boxed));
      }
    }
    return files;
  }

  private Map<String, byte[]> predictions(Path output) {
    Map<String, byte[]> rows = new TreeMap<>();
    for (Row row :
        spark
            .read()
            .parquet(output.resolve("predictions").toString())
            .selectExpr("video", "frame_name", "png")
            .collectAsList()) {
      rows.put(row.getString(0) + "/" + row.getString(1) + ".png", row.getAs(2));
    }
    return rows;
  }

  @Test
  void everyFrameHasOneMapOfItsSizeAndOneRow() throws Exception {
    Path output = folder.resolve("out");
    Manifest manifest = job(videos, output).run().manifest();

    assertThat(files(output.resolve("maps")).keySet())
        .containsExactly(
            "a/0001.png",
            "a/0002.png",
            "a/0003.png",
            "a/0004.png",
            "a/0005.png",
            "a/0006.png",
            "a/0007.png",
            "b/0001.png",
            "b/0002.png",
            "b/0003.png",
            "b/0004.png",
            "b/0005.png");
    Path odd = output.resolve("maps/b/0003.png");
    assertThat(MapFile.read(Files.readAllBytes(odd), "b/0003.png").size()).isEqualTo(ODD);
    Map<String, byte[]> rows = predictions(output);
    assertThat(rows).hasSize(12);
    assertThat(rows.get("b/0003.png")).isEqualTo(Files.readAllBytes(odd));
    assertThat(manifest.status()).isEqualTo(Manifest.Status.COMPLETE);
    assertThat(manifest.counts())
        .containsEntry("videos", 2L)
        .containsEntry("planned", 12L)
        .containsEntry("done", 12L)
        .containsEntry("resumed", 0L)
        .containsEntry("bad", 0L);
    assertThat(output.resolve("_saliency/staging")).doesNotExist();
    assertThat(output.resolve("_saliency/lease.json")).doesNotExist();
  }

  @Test
  void mapIsTheOutputOfTheServingForm() throws Exception {
    Path output = folder.resolve("out");
    job(videos, output, "precision=fp32").run();
    Path image = videos.resolve("b/frames/0002.png");
    Frame frame = Resize.antialiased(ImageFile.read(Files.readAllBytes(image), "frame"), SMALL);

    ServingForm form =
        Model.read(model).servingForm(PyTorch.target(PrecisionChoice.FP32, Device.cpu()));
    Path archive = folder.resolve("serving.pt");
    ArchiveWriter.write(archive, form);
    double[] values = new double[SMALL.pixels()];
    try (ServingModel serving = ServingModel.open(archive, SMALL, Device.cpu())) {
      float[] map = serving.predict(List.of(frame), 1).get(0);
      Arrays.setAll(values, i -> map[i]);
    }
    SaliencyMap expected = Resize.bilinear(new SaliencyMap(SMALL, values), ODD);

    assertThat(Files.readAllBytes(output.resolve("maps/b/0002.png")))
        .isEqualTo(MapFile.write(expected, MapDepth.EIGHT_BITS));
  }

  @Test
  void mapsAndMetricsDoNotDependOnTheNumberOfTasks() throws Exception {
    Path one = folder.resolve("one");
    Path eight = folder.resolve("eight");
    job(videos, one, "tasks=1").run();
    job(videos, eight, "tasks=8", "segment-frames=2").run();

    assertThat(files(eight.resolve("maps"))).isEqualTo(files(one.resolve("maps")));
    assertThat(eight.resolve("video_metrics.csv"))
        .hasSameTextualContentAs(one.resolve("video_metrics.csv"));
    assertThat(eight.resolve("summary.json")).hasSameTextualContentAs(one.resolve("summary.json"));
  }

  private Path temporalModel() throws IOException {
    Path file = folder.resolve("temporal.pt");
    Model.create("deeplab-resnet18", NetworkOptions.of(Map.of("window", "3")), SMALL, 4)
        .write(file);
    return file;
  }

  @Test
  void temporalModelSeesEarlierFramesWhereverSegmentsBegin() throws Exception {
    Path temporal = temporalModel();
    Path input =
        new TinyVideos(folder.resolve("in"), 6).add("v", 7, SMALL).add("w", 4, ODD).folder();
    Files.writeString(input.resolve("v/frames/0004.png"), "not a picture");
    Path one = folder.resolve("one");
    Path eight = folder.resolve("eight");

    job(temporal, input, one, Optional.empty(), "tasks=1", "max-bad-frames=1", "batch-size=2")
        .run();
    Manifest manifest =
        job(
                temporal,
                input,
                eight,
                Optional.empty(),
                "tasks=8",
                "segment-frames=1",
                "max-bad-frames=1",
                "batch-size=2")
            .run()
            .manifest();

    assertThat(files(one.resolve("maps"))).hasSize(10);
    assertThat(manifest.counts()).containsEntry("bad", 1L).containsEntry("done", 10L);
    assertThat(files(eight.resolve("maps"))).isEqualTo(files(one.resolve("maps")));
  }

  @Test
  void mapOfATemporalModelIsThatOfItsWindow() throws Exception {
    Path temporal = temporalModel();
    Path output = folder.resolve("out");
    job(temporal, videos, output, Optional.empty(), "map-size=model", "precision=fp32").run();

    ServingForm form =
        Model.read(temporal).servingForm(PyTorch.target(PrecisionChoice.FP32, Device.cpu()));
    Path archive = folder.resolve("serving.pt");
    ArchiveWriter.write(archive, form);
    try (ServingModel serving = ServingModel.open(archive, SMALL, Device.cpu())) {
      Path fifth = output.resolve("maps/a/0005.png");
      Path second = output.resolve("maps/a/0002.png");
      assertThat(difference(fifth, png(serving, "0003", "0004", "0005"))).isLessThanOrEqualTo(1);
      assertThat(difference(second, png(serving, "0001", "0001", "0002"))).isLessThanOrEqualTo(1);
      assertThat(difference(second, png(serving, "0002", "0002", "0002"))).isGreaterThan(1);
    }
  }

  /** The largest difference in levels: the job encodes each frame by itself, in other batches. */
  private static int difference(Path map, byte[] expected) throws Exception {
    byte[] levels = GreyPng.decode8(Files.readAllBytes(map), SMALL);
    byte[] expectedLevels = GreyPng.decode8(expected, SMALL);
    return IntStream.range(0, levels.length)
        .map(i -> Math.abs((levels[i] & 0xff) - (expectedLevels[i] & 0xff)))
        .max()
        .orElseThrow();
  }

  private static byte[] png(ServingModel serving, String... names) throws IOException {
    List<Frame> window = new ArrayList<>();
    for (String name : names) {
      Path image = videos.resolve("a/frames").resolve(name + ".png");
      window.add(ImageFile.read(Files.readAllBytes(image), name));
    }
    float[] map = serving.predictWindows(List.of(window), 1).get(0);
    double[] values = new double[SMALL.pixels()];
    Arrays.setAll(values, i -> map[i]);
    return MapFile.write(new SaliencyMap(SMALL, values), MapDepth.EIGHT_BITS);
  }

  @Test
  void incompleteBatchesGiveTheMapsOfFullOnes() throws Exception {
    Path one = folder.resolve("one");
    Path four = folder.resolve("four");
    job(videos, one, "tasks=1", "batch-size=3").run();
    job(videos, four, "tasks=4", "batch-size=3").run();

    assertThat(files(four.resolve("maps"))).isEqualTo(files(one.resolve("maps")));
  }

  @Test
  void evaluatedFilesHaveTheSameMetricsToTheLastBit() throws Exception {
    Path png = folder.resolve("png");
    Path parquet = folder.resolve("parquet");
    job(videos, png, "formats=png").run();
    job(videos, parquet, "formats=parquet").run();
    assertThat(parquet.resolve("maps")).doesNotExist();
    assertThat(png.resolve("predictions")).doesNotExist();

    for (Path scored : List.of(png, parquet)) {
      Path evaluated = folder.resolve("evaluated-" + scored.getFileName());
      new EvaluateJob(
              spark,
              new EvaluateArguments(
                  scored.toString(),
                  videos.toString(),
                  Optional.empty(),
                  evaluated.toString(),
                  Settings.load(Optional.empty(), Map.of()).section("evaluate")))
          .run();
      assertThat(evaluated.resolve("summary.json"))
          .hasSameTextualContentAs(scored.resolve("summary.json"));
      assertThat(evaluated.resolve("video_metrics.csv"))
          .hasSameTextualContentAs(scored.resolve("video_metrics.csv"));
      assertThat(frameMetrics(evaluated)).isEqualTo(frameMetrics(scored));
    }
  }

  private List<String> frameMetrics(Path output) {
    return spark
        .read()
        .parquet(output.resolve("frame_metrics").toString())
        .sort("video", "frame")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void rerunScoresOnlyUnpublishedSegments() throws Exception {
    Path output = folder.resolve("out");
    job(videos, output, "segment-frames=2", "tasks=8").run();
    Map<String, List<Byte>> maps = files(output.resolve("maps"));
    List<String> metrics = frameMetrics(output);
    Path record = output.resolve("_saliency/segments/a/000001-000002.json");
    try (Stream<Path> records = Files.list(record.getParent())) {
      record = records.sorted().skip(1).findFirst().orElseThrow();
    }
    Files.delete(record);

    Manifest manifest = job(videos, output, "segment-frames=1").run().manifest();

    assertThat(manifest.counts().get("done")).isBetween(1L, 2L);
    assertThat(manifest.counts().get("done") + manifest.counts().get("resumed")).isEqualTo(12);
    assertThat(files(output.resolve("maps"))).isEqualTo(maps);
    assertThat(frameMetrics(output)).isEqualTo(metrics);
    assertThat(predictions(output)).hasSize(12);
  }

  @Test
  void outputOfAnotherModelOrOtherSettingsIsRejected() throws Exception {
    Path output = folder.resolve("out");
    job(videos, output).run();
    Path other = folder.resolve("other.pt");
    Model.create("deeplab-resnet18", SMALL, 12).write(other);

    assertRejected(
        UserException.Kind.OUTPUT,
        "belongs to another model",
        job(other, videos, output, Optional.of(videos)));
    assertRejected(
        UserException.Kind.OUTPUT,
        "belongs to other settings",
        job(videos, output, "map-size=model"));
    assertRejected(
        UserException.Kind.OUTPUT,
        "already contains files",
        job(videos, output, "on-existing=fail"));
    Path unrelated = Files.createDirectories(folder.resolve("unrelated"));
    Files.writeString(unrelated.resolve("thesis.txt"), "mine");
    assertRejected(
        UserException.Kind.OUTPUT,
        "no scoring run wrote",
        job(videos, unrelated, "on-existing=overwrite"));
    assertThat(unrelated.resolve("thesis.txt")).exists();

    Manifest overwritten =
        job(other, videos, output, Optional.of(videos), "on-existing=overwrite").run().manifest();
    assertThat(overwritten.counts()).containsEntry("done", 12L);
  }

  private static void assertRejected(UserException.Kind kind, String part, ScoreJob job) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(job::run)
        .withMessageContaining(part)
        .satisfies(error -> assertThat(error.kind()).isEqualTo(kind));
  }

  @Test
  void badFramesAreListedAndOthersKeepTheirNumbers() throws Exception {
    Path input = new TinyVideos(folder.resolve("in"), 3).add("v", 6, SMALL).folder();
    Path frames = input.resolve("v/frames");
    byte[] whole = Files.readAllBytes(frames.resolve("0002.png"));
    Files.write(frames.resolve("0002.png"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(frames.resolve("0004.png"), "not a picture");
    Files.copy(videos.resolve("b/frames/0001.png"), folder.resolve("x.png"));
    Files.move(
        folder.resolve("x.png"),
        frames.resolve("0005.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Path output = folder.resolve("out");

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> job(input, output).run())
        .withMessageContaining("3 bad frames or videos, more than the 0 allowed")
        .withMessageContaining("0002.png")
        .satisfies(error -> assertThat(error.kind()).isEqualTo(UserException.Kind.BAD_FRAMES));

    assertThat(files(output.resolve("maps")).keySet())
        .containsExactly("v/0001.png", "v/0003.png", "v/0006.png");
    assertThat(Files.readString(output.resolve("manifest.json"))).contains("\"incomplete\"");
    List<Row> quarantine =
        spark
            .read()
            .parquet(output.resolve("quarantine").toString())
            .sort("frame")
            .selectExpr("video", "frame", "stage", "message")
            .collectAsList();
    assertThat(quarantine).extracting(row -> row.getInt(1)).containsExactly(1, 3, 4);
    assertThat(quarantine).extracting(row -> row.getString(2)).containsOnly("decode");
    assertThat(quarantine.get(2).getString(3)).contains("0005.png is 75x53").contains("64x36");

    Files.write(frames.resolve("0002.png"), whole);
    Manifest again = job(input, output, "max-bad-frames=2").run().manifest();
    assertThat(again.status()).isEqualTo(Manifest.Status.COMPLETE);
    assertThat(again.counts()).containsEntry("bad", 2L);
    assertThat(output.resolve("maps/v/0002.png")).exists();
    assertThat(predictions(output)).hasSize(4);
  }

  @Test
  void videoWithBadFramesOnlyIsReported() throws Exception {
    Path input = new TinyVideos(folder.resolve("in"), 4).add("v", 2, SMALL).folder();
    for (String name : List.of("0001.png", "0002.png")) {
      Path frame = input.resolve("v/frames").resolve(name);
      byte[] whole = Files.readAllBytes(frame);
      Files.write(frame, Arrays.copyOf(whole, whole.length / 2));
    }

    assertRejected(
        UserException.Kind.BAD_FRAMES, "2 bad frames", job(input, folder.resolve("out")));
  }

  @Test
  void videosOfAnyNameAreScoredAndReadBack() throws Exception {
    List<String> names = List.of("two words", "50%#1", "кино", "-dash", "it's=\"x\"");
    TinyVideos in = new TinyVideos(folder.resolve("in"), 8);
    names.forEach(name -> in.add(name, 2, SMALL));
    Path output = folder.resolve("out");

    Manifest manifest = job(in.folder(), output).run().manifest();

    assertThat(manifest.counts()).containsEntry("done", 10L);
    for (String name : names) {
      assertThat(output.resolve("maps").resolve(name)).isDirectory();
      assertThat(predictions(output)).containsKey(name + "/0001.png");
    }
    assertThat(Files.readAllLines(output.resolve("video_metrics.csv"))).hasSize(6);
  }

  @Test
  void dryRunReturnsThePlanAndWritesNothing() {
    Path output = folder.resolve("out");

    String plan = job(videos, output, "segment-frames=3").dryRun();

    assertThat(plan).contains("\"frames\" : 12").contains("\"resumed\" : 0");
    assertThat(output).doesNotExist();
  }

  @Test
  void missingInputIsNamed() {
    assertRejected(
        UserException.Kind.INPUT,
        "missing does not exist",
        job(folder.resolve("missing"), folder.resolve("out")));
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
