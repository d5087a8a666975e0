package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.calibration.QuantisationJob;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.model.Model;
import org.saliency.network.ServingTarget;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.pytorch.RequestedPrecision;
import org.saliency.pytorch.ServingModel;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.ml.SaliencyPredictor;
import org.saliency.spark.results.Manifest;
import org.saliency.video.ImageFile;

/** Scoring with a quantised model, as {@code model quantize} makes it. */
class Int8ScoreIT {

  private static final Size SIZE = new Size(64, 36);
  private static final Size ODD = new Size(75, 53);

  @TempDir static Path shared;
  private static Path plain;
  private static Path quantised;
  private static Path videos;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  @BeforeAll
  static void quantise() throws IOException, InterruptedException {
    assumeTrue(hasInt8(), "the CPU has no int8 instructions");
    plain = shared.resolve("model.pt");
    quantised = shared.resolve("quantised.pt");
    Model.create("deeplab-resnet18", SIZE, 11).write(plain);
    videos =
        new TinyVideos(shared.resolve("videos"), 5).add("a", 9, SIZE).add("b", 5, ODD).folder();
    Settings settings = Settings.load(Optional.empty(), Map.of()).section("quantize");
    new QuantisationJob(
            plain,
            plain.toString(),
            videos.toString(),
            Optional.empty(),
            Optional.empty(),
            settings)
        .run()
        .write(quantised);
  }

  private static boolean hasInt8() {
    try {
      RequestedPrecision int8 = new RequestedPrecision(PrecisionChoice.INT8, true);
      return PyTorch.target(int8, Device.cpu()).isQuantised();
    } catch (UserException e) {
      return false;
    }
  }

  private ScoreJob job(Path model, String output, String... settings) {
    return ScoreJobs.of(
        spark, model, videos, folder.resolve(output), Optional.of(videos), settings);
  }

  private byte[] expected(String frame) throws IOException {
    Path image = videos.resolve(frame);
    Size own = ImageFile.read(Files.readAllBytes(image), "frame").size();
    Frame input = Resize.antialiased(ImageFile.read(Files.readAllBytes(image), "frame"), SIZE);
    double[] values = new double[SIZE.pixels()];
    try (ServingModel serving =
        ServingModel.open(Model.read(quantised), Device.cpu(), ServingTarget.INT8)) {
      float[] map = serving.predict(List.of(input), 1).get(0);
      Arrays.setAll(values, i -> map[i]);
    }
    return MapFile.write(Resize.bilinear(new SaliencyMap(SIZE, values), own), MapDepth.EIGHT_BITS);
  }

  @Test
  void scoresInInt8() throws Exception {
    Manifest manifest = job(quantised, "out", "precision=int8").run().manifest();

    assertThat(manifest.status()).isEqualTo(Manifest.Status.COMPLETE);
    assertThat(manifest.model().precision()).isEqualTo("int8");
    assertThat(manifest.counts()).containsEntry("done", 14L);
    assertThat(Files.readAllBytes(folder.resolve("out/maps/b/0002.png")))
        .isEqualTo(expected("b/frames/0002.png"));
  }

  @Test
  void autoIsInt8ForAQuantisedModelAndOthersStayAvailable() throws Exception {
    assertThat(job(quantised, "auto").run().manifest().model().precision()).isEqualTo("int8");
    assertThat(job(quantised, "fp32", "precision=fp32").run().manifest().model().precision())
        .isEqualTo("fp32");
    assertThat(Files.readAllBytes(folder.resolve("auto/maps/b/0002.png")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("fp32/maps/b/0002.png")));
  }

  @Test
  void thePredictorComputesInInt8() throws Exception {
    Row row =
        new SaliencyPredictor()
            .setInputCol("content")
            .setOutputCol("map")
            .setOutputFormat("png")
            .setPrecision("int8")
            .setModelUrl(quantised.toString())
            .transform(spark.read().format("binaryFile").load(videos + "/b/frames/0002.png"))
            .select("map")
            .first();

    SaliencyMap map = MapFile.read((byte[]) row.get(0), "map");
    SaliencyMap wanted = MapFile.read(expected("b/frames/0002.png"), "map");
    double sum = 0;
    for (int i = 0; i < map.values().length; i++) {
      sum += Math.abs(map.values()[i] - wanted.values()[i]);
    }
    assertThat(sum / map.values().length).isLessThan(0.02); // frames are scaled in another way
  }

  private static void assertRefused(ScoreJob job, String... parts) {
    UserException error =
        assertThatExceptionOfType(UserException.class).isThrownBy(job::run).actual();
    assertThat(error.kind()).isEqualTo(UserException.Kind.USAGE);
    assertThat(error.getMessage()).contains(parts).doesNotContain("\n");
  }

  @Test
  void int8NeedsAQuantisedModel() {
    assertRefused(
        job(plain, "out", "precision=int8"),
        plain.toString(),
        "model quantize",
        "--precision auto");
    assertThat(folder.resolve("out/manifest.json")).doesNotExist();
  }

  @Test
  void int8IsNotAvailableForAnExternalModel() throws IOException {
    Path external = ExternalModelFile.write(Model.read(plain), folder.resolve("net.pt"));
    Files.writeString(
        folder.resolve("net.json"),
        """
        {"input_size": "64x36", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
        """);
    assertRefused(
        job(external, "out", "precision=int8"), external.toString(), "external TorchScript model");
  }
}
