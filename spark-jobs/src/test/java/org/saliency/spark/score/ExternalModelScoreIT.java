package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapFile;
import org.saliency.model.Model;
import org.saliency.spark.TestSpark;
import org.saliency.spark.ml.SaliencyPredictor;
import org.saliency.spark.results.Manifest;

/** Scoring with an external TorchScript model and the description next to it. */
class ExternalModelScoreIT {

  private static final Size INPUT = new Size(64, 36);
  private static final Size ODD = new Size(75, 53);
  private static final String IMAGENET =
      """
      {"input_size": "64x36", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
      """;

  /** Every second row and column of the map. */
  private static final String HALF =
      "torch.slice(torch.slice(%s, 2, 0, 9223372036854775807, 2), 3, 0, 9223372036854775807, 2)";

  @TempDir static Path shared;
  private static Model network;
  private static Path videos;

  @TempDir Path folder;
  private Path model;

  private final SparkSession spark = TestSpark.session();

  @BeforeAll
  static void makeVideos() {
    network = Model.create("deeplab-resnet18", INPUT, 11);
    videos =
        new TinyVideos(shared.resolve("videos"), 5).add("a", 4, INPUT).add("b", 3, ODD).folder();
  }

  @BeforeEach
  void makeModel() throws IOException {
    model = ExternalModelFile.write(network, folder.resolve("net.v2.pt"));
    describe(IMAGENET);
  }

  private void describe(String json) throws IOException {
    Files.writeString(folder.resolve("net.v2.json"), json);
  }

  private ScoreJob job(String output, String... settings) {
    return jobOn(videos, output, settings);
  }

  private ScoreJob jobOn(Path input, String output, String... settings) {
    return ScoreJobs.of(spark, model, input, folder.resolve(output), Optional.empty(), settings);
  }

  private UserException rejected(UserException.Kind kind, ScoreJob job) {
    UserException error =
        assertThatExceptionOfType(UserException.class).isThrownBy(job::run).actual();
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.getMessage()).doesNotContain("\n");
    return error;
  }

  private List<Path> maps(String output) throws IOException {
    try (Stream<Path> paths = Files.walk(folder.resolve(output).resolve("maps"))) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private List<byte[]> bytes(String output) throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (Path map : maps(output)) {
      all.add(Files.readAllBytes(map));
    }
    return all;
  }

  @Test
  void mapsAreThoseOfThePredictor() throws Exception {
    Manifest manifest = job("out").run().manifest();

    List<Row> predicted =
        new SaliencyPredictor()
            .setInputCol("content")
            .setOutputCol("map")
            .setOutputFormat("png")
            .setModelUrl(model.toString())
            .transform(spark.read().format("binaryFile").load(videos + "/*/frames/*.png"))
            .sort("path")
            .select("map")
            .collectAsList();
    List<byte[]> maps = bytes("out");
    assertThat(maps).hasSize(7);
    for (int i = 0; i < maps.size(); i++) {
      assertClose(maps.get(i), (byte[]) predicted.get(i).get(0));
    }
    assertThat(manifest.status()).isEqualTo(Manifest.Status.COMPLETE);
    assertThat(manifest.model().path()).isEqualTo(model.toString());
    assertThat(manifest.model().network()).isEqualTo("net.v2");
    assertThat(manifest.model().precision()).isEqualTo("as saved");
    assertThat(manifest.model().description().inputSize()).isEqualTo(INPUT);
    assertThat(Files.readString(folder.resolve("out/manifest.json")))
        .contains("\"input_size\" : \"64x36\"");
  }

  @Test
  void mapsAreThoseOfTheModelFileOfTheSameNetwork() throws Exception {
    job("out").run();
    Path own = folder.resolve("own.pt");
    network.write(own);
    ScoreJobs.of(spark, own, videos, folder.resolve("own"), Optional.empty(), "precision=fp32")
        .run();

    List<byte[]> maps = bytes("out");
    List<byte[]> expected = bytes("own");
    assertThat(maps).hasSameSizeAs(expected);
    for (int i = 0; i < maps.size(); i++) {
      assertClose(maps.get(i), expected.get(i));
    }
  }

  /** Asserts that pixels differ by at most one grey level. */
  private static void assertClose(byte[] png, byte[] expected) {
    double[] values = MapFile.read(png, "map").values();
    double[] others = MapFile.read(expected, "map").values();
    assertThat(values).hasSameSizeAs(others);
    for (int p = 0; p < values.length; p++) {
      assertThat(255 * Math.abs(values[p] - others[p])).as("pixel %d", p).isLessThan(1.01);
    }
  }

  @Test
  void mapsDoNotDependOnTheNumberOfTasks() throws Exception {
    job("one", "tasks=1", "batch-size=3").run();
    job("many", "tasks=7", "segment-frames=1", "batch-size=3").run();

    assertThat(bytes("many")).hasSize(7).containsExactlyElementsOf(bytes("one"));
  }

  @Test
  void modelMapSizeIsTheSizeOfItsOutput() throws Exception {
    ExternalModelFile.write(network, model, HALF);

    job("out", "map-size=model").run();

    for (byte[] map : bytes("out")) {
      assertThat(MapFile.read(map, "map").size()).isEqualTo(new Size(32, 18));
    }
  }

  @Test
  void overlaysAndVideosAreWritten() throws Exception {
    Manifest manifest = job("out", "formats=[mp4,overlay]").run().manifest();

    assertThat(manifest.counts()).containsEntry("done", 7L);
    assertThat(folder.resolve("out/overlays/b.mp4")).isNotEmptyFile();
    assertThat(folder.resolve("out/saliency_videos/a.mp4")).isNotEmptyFile();
  }

  @Test
  void dryRunReturnsThePlanAndWritesNothing() {
    assertThat(job("out").dryRun()).contains("\"frames\" : 7");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void outputOfAnotherModelOrDescriptionIsRejected() throws Exception {
    job("out").run();
    assertThat(job("out").run().manifest().counts()).containsEntry("resumed", 7L);

    describe(IMAGENET.replace("}", ", \"channel_order\": \"bgr\"}"));
    assertThat(rejected(UserException.Kind.OUTPUT, job("out")))
        .hasMessageContaining("belongs to other settings")
        .hasMessageContaining("model input 64x36 of unit bgr");
    assertThatExceptionOfType(UserException.class).isThrownBy(() -> job("out").dryRun());

    describe(IMAGENET);
    ExternalModelFile.write(Model.create("deeplab-resnet18", INPUT, 12), model);
    assertThat(rejected(UserException.Kind.OUTPUT, job("out")))
        .hasMessageContaining("belongs to another model");
    assertThat(job("out", "on-existing=overwrite").run().manifest().counts())
        .containsEntry("done", 7L);
  }

  @Test
  void modelWithoutADescriptionIsRejectedWithAnExampleAndItsPath() throws Exception {
    Files.delete(folder.resolve("net.v2.json"));

    UserException error = rejected(UserException.Kind.INPUT, job("out"));

    assertThat(error)
        .hasMessageContaining(model + " is an external TorchScript model")
        .hasMessageContaining("write for example {\"input_size\": \"384x216\"")
        .hasMessageEndingWith(" to " + folder.resolve("net.v2.json"));
    assertThatExceptionOfType(UserException.class).isThrownBy(() -> job("out").dryRun());
  }

  @Test
  void invalidDescriptionIsRejected() throws Exception {
    describe("{\"input_size\": \"64x36\", \"outptu\": \"unit\"}");

    assertThat(rejected(UserException.Kind.INPUT, job("out")))
        .hasMessageContaining("net.v2.json is not a valid model description")
        .hasMessageContaining("'outptu'");
  }

  @Test
  void modelWithAnotherOutputIsRejectedBeforeItClaimsTheFolder() throws Exception {
    ExternalModelFile.write(network, model, "torch.flatten(%s, 1)");
    assertThat(rejected(UserException.Kind.INPUT, job("out")))
        .hasMessageContaining("model " + model + " returned (1, 2304) for float32 input");

    ExternalModelFile.write(network, model, "torch.reshape(%s, [1, 1, 36, 64])");
    assertThat(rejected(UserException.Kind.INPUT, job("out", "batch-size=2")))
        .hasMessageContaining("or a batch size of 1");

    ExternalModelFile.write(network, model, "torch.log(torch.sub(%s, 2.))");
    assertThat(rejected(UserException.Kind.INPUT, job("out")))
        .hasMessageContaining("Model " + model + " predicts NaN values");

    ExternalModelFile.write(network, model, "torch.add(%s, torch.ones([7, 7]))");
    assertThat(rejected(UserException.Kind.INPUT, job("out")))
        .hasMessageContaining("must match the size of tensor b (7)");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void frameWithNaNValuesIsQuarantinedAlone() throws Exception {
    // Networks that normalise the range of their maps divide 0 by 0 for a black frame.
    ExternalModelFile.write(
        network,
        model,
        "torch.add(torch.mul(%s, 0.), torch.div(torch.sub(input, torch.amin(input, [1, 2, 3],"
            + " True)), torch.sub(torch.amax(input, [1, 2, 3], True), torch.amin(input, [1, 2, 3],"
            + " True))))[:, :1]");
    describe("{\"input_size\": \"64x36\"}");
    Path input = new TinyVideos(folder.resolve("in"), 6).add("v", 5, INPUT).folder();
    Path black = input.resolve("v/frames/0003.png");
    TinyVideos.writePng(new Frame(INPUT, new byte[3 * INPUT.pixels()]), black);

    UserException error =
        rejected(UserException.Kind.BAD_FRAMES, jobOn(input, "out", "batch-size=2"));

    assertThat(error)
        .hasMessageContaining("1 bad frames or videos")
        .hasMessageContaining("predicted NaN values for")
        .hasMessageContaining("0003.png");
    assertThat(maps("out")).hasSize(4);
    Row bad =
        spark
            .read()
            .parquet(folder.resolve("out/quarantine").toString())
            .selectExpr("frame", "stage")
            .first();
    assertThat(bad.getInt(0)).isEqualTo(2);
    assertThat(bad.getString(1)).isEqualTo("predict");
  }

  @Test
  void stateDictIsRejectedWithTheWayToImportIt() throws Exception {
    model = Files.write(folder.resolve("weights.pth"), new byte[] {(byte) 0x80, 2, '}', '.'});

    assertThat(rejected(UserException.Kind.INPUT, job("out")))
        .hasMessageContaining("weights.pth: it contains tensors but no network")
        .hasMessageContaining("'model import'");
  }
}
