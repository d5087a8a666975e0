package org.saliency.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.MapFile;
import org.saliency.model.Model;
import org.saliency.network.ColourStatistics;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.settings.Settings;
import org.saliency.spark.TaskWarnings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import org.saliency.spark.score.TinyVideos;
import org.saliency.torchscript.ArchiveWriter;
import scala.collection.immutable.Seq;

class SaliencyPredictorIT {

  private static final Size SMALL = new Size(64, 36);
  private static final Size ODD = new Size(75, 53);

  @TempDir static Path shared;
  private static Path model;
  private static Path external;
  private static Path videos;
  private static Path scored;

  /** Warnings of the tasks, which run in this JVM. */
  private static TaskWarnings warnings;

  private static final AtomicReference<String> warning = new AtomicReference<>();

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  @BeforeAll
  static void makeModelsAndMaps() throws Exception {
    model = shared.resolve("model.pt");
    Model made = Model.create("deeplab-resnet18", SMALL, 11);
    made.write(model);
    external = shared.resolve("external.pt");
    ArchiveWriter.write(external, made.network(), made.weights(), Map.of());
    videos =
        new TinyVideos(shared.resolve("videos"), 5).add("a", 5, SMALL).add("b", 4, ODD).folder();
    scored = shared.resolve("scored");
    new ScoreJob(
            TestSpark.session(),
            new ScoreArguments(
                List.of(videos.toString()),
                model.toString(),
                scored.toString(),
                Optional.empty(),
                Optional.empty(),
                Settings.load(
                        Optional.empty(),
                        Map.of("score.precision", "fp32", "score.formats", "[png,mp4]"))
                    .section("score")))
        .run();
  }

  private static SaliencyPredictor predictor() {
    return new SaliencyPredictor()
        .setInputCol("image")
        .setOutputCol("saliency")
        .setModelUrl(model.toString())
        .setPrecision("fp32");
  }

  private Dataset<Row> images() {
    return spark.read().format("image").load(videos + "/*/frames/*.png");
  }

  private Dataset<Row> files() {
    return spark
        .read()
        .format("binaryFile")
        .load(videos + "/*/frames/*.png")
        .selectExpr("path", "content AS image");
  }

  /** The map, 0..255, that {@code score} wrote for the frame with an origin. */
  private static int[] scoredMap(String origin) throws IOException {
    Path frame = Path.of(origin.replaceFirst("^file:/+", "/"));
    Path map =
        scored
            .resolve("maps")
            .resolve(frame.getParent().getParent().getFileName())
            .resolve(frame.getFileName());
    return levels(Files.readAllBytes(map));
  }

  private static int[] levels(byte[] png) {
    return Arrays.stream(MapFile.read(png, "map").values())
        .mapToInt(value -> (int) Math.round(255 * value))
        .toArray();
  }

  private static int[] greys(byte[] data) {
    int[] greys = new int[data.length];
    Arrays.setAll(greys, i -> data[i] & 0xff);
    return greys;
  }

  private static void assertClose(int[] map, int[] expected) {
    assertThat(map).hasSameSizeAs(expected);
    for (int i = 0; i < map.length; i++) {
      assertThat(Math.abs(map[i] - expected[i])).as("pixel %d", i).isLessThanOrEqualTo(1);
    }
  }

  private static void assertAreScoredMaps(List<Row> rows) throws IOException {
    assertThat(rows).hasSize(9);
    for (Row row : rows) {
      Row map = row.getStruct(row.fieldIndex("saliency"));
      assertClose(greys(ImageSchema.getData(map)), scoredMap(ImageSchema.getOrigin(map)));
    }
  }

  @Test
  void imageColumnHasTheMapsOfTheScoreJob() throws Exception {
    Dataset<Row> maps = predictor().transform(images());

    assertThat(maps.schema().fieldNames()).containsExactly("image", "saliency");
    assertThat(maps.schema().apply("saliency").dataType()).isEqualTo(ImageSchema.columnSchema());
    List<Row> rows = maps.collectAsList();
    assertAreScoredMaps(rows);
    for (Row row : rows) {
      Row image = row.getStruct(0);
      Row map = row.getStruct(1);
      assertThat(ImageSchema.getOrigin(map)).isEqualTo(ImageSchema.getOrigin(image));
      assertThat(ImageSchema.getWidth(map)).isEqualTo(ImageSchema.getWidth(image));
      assertThat(ImageSchema.getHeight(map)).isEqualTo(ImageSchema.getHeight(image));
      assertThat(ImageSchema.getNChannels(map)).isEqualTo(1);
      assertThat(ImageSchema.getMode(map)).isZero();
    }
  }

  @Test
  void fileColumnHasTheMapsOfTheScoreJobAsFiles() throws Exception {
    List<Row> rows =
        predictor().setOutputFormat("png").setBatchSize(3).transform(files()).collectAsList();

    assertThat(rows).hasSize(9);
    for (Row row : rows) {
      assertClose(levels(row.getAs("saliency")), scoredMap(row.getString(0)));
    }
  }

  @Test
  void mapsKeepTheOrderOfAVideosFrames() {
    Dataset<Row> frames =
        spark.read().format("saliency-video").load(scored.resolve("saliency_videos/a.mp4") + "");

    List<Row> rows =
        predictor().transform(frames).select("frame", "saliency.width", "saliency").collectAsList();

    assertThat(rows.stream().map(row -> row.getInt(0))).containsExactly(0, 1, 2, 3, 4);
    assertThat(rows).allMatch(row -> row.getInt(1) == SMALL.width() && !row.isNullAt(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "20x10"})
  void mapsHaveTheRequestedSize(String size) {
    Row map = predictor().setOutputSize(size).transform(images()).first().getStruct(1);

    Size expected = size.equals("model") ? SMALL : Size.parse(size);
    assertThat(ImageSchema.getWidth(map)).isEqualTo(expected.width());
    assertThat(ImageSchema.getData(map)).hasSize(expected.pixels());
  }

  @Test
  void savedAndLoadedPipelineGivesTheSameMaps() throws Exception {
    SaliencyPredictor configured = predictor().setBatchSize(2).setHandleInvalid("skip");
    SQLTransformer origins =
        new SQLTransformer().setStatement("SELECT image.origin, saliency FROM __THIS__");
    PipelineModel fitted =
        new Pipeline().setStages(new PipelineStage[] {configured, origins}).fit(images());
    String saved = folder.resolve("pipeline").toString();
    fitted.save(saved);

    PipelineModel loaded = PipelineModel.load(saved);

    SaliencyPredictor stage = (SaliencyPredictor) loaded.stages()[0];
    assertThat(stage.uid()).isEqualTo(configured.uid());
    assertThat(stage.extractParamMap().toSeq().size()).isEqualTo(12);
    assertThat(stage.explainParams()).isEqualTo(configured.explainParams());
    assertAreScoredMaps(loaded.transform(images()).collectAsList());
  }

  @Test
  void copyKeepsParametersAndTakesOthers() {
    SaliencyPredictor original = predictor();
    SaliencyPredictor copy =
        original.copy(new org.apache.spark.ml.param.ParamMap().put(original.batchSize().w(5)));

    assertThat(copy.getBatchSize()).isEqualTo(5);
    assertThat(copy.getModelUrl()).isEqualTo(original.getModelUrl());
    assertThat(original.getBatchSize()).isZero();
  }

  private static ExternalModelDescription imagenet(Size size) {
    ColourStatistics imagenet = ColourStatistics.IMAGENET;
    return new ExternalModelDescription(
        size, null, imagenet.mean(), imagenet.standardDeviation(), null, null);
  }

  @Test
  void externalModelIsRunByItsDescription() throws Exception {
    SaliencyPredictor predictor =
        predictor().setModelUrl(external.toUri().toString()).setDescription(imagenet(SMALL));

    assertAreScoredMaps(predictor.transform(images()).collectAsList());
  }

  @Test
  void descriptionNextToTheModelIsRead() throws Exception {
    Path file = Files.copy(external, folder.resolve("net.v2.pt"));
    Files.writeString(
        folder.resolve("net.v2.json"),
        """
        {"input_size": "64x36",
         "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
        """);

    assertAreScoredMaps(
        predictor().setModelUrl(file.toString()).transform(images()).collectAsList());
  }

  @Test
  void externalModelWithoutADescriptionIsRejected() {
    assertThatThrownBy(() -> predictor().setModelUrl(external.toString()).transform(images()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("external.pt is an external TorchScript model")
        .hasMessageContaining("external.json")
        .hasMessageContaining("setDescription");
  }

  @Test
  void invalidDescriptionIsRejected() {
    SaliencyPredictor predictor = predictor().setModelUrl(external.toString());
    assertThatThrownBy(() -> predictor.setDescription("{\"mean\": [1, 2, 3]}").transform(images()))
        .hasMessageContaining("the description of model " + external)
        .hasMessageContaining("input_size");
    assertThatThrownBy(
            () ->
                predictor
                    .setDescription("{\"input_size\": \"8x8\", \"std\": [0, 1, 1]}")
                    .transform(images()))
        .hasMessageContaining("std [0.0, 1.0, 1.0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predictor().setDescription(imagenet(SMALL)).transform(images()))
        .withMessageContaining("describes itself");
  }

  @Test
  void modelWithAnotherOutputFailsWithItsNameAndShape() throws Exception {
    Path file = folder.resolve("features.pt");
    Model made = Model.read(model);
    int encoder = made.network().nodes().size() - 12;
    ArchiveWriter.write(
        file,
        new org.saliency.network.Network(
            "features", made.network().options(), made.network().nodes().subList(0, encoder)),
        made.weights(),
        Map.of());

    assertThatThrownBy(
            () ->
                predictor()
                    .setModelUrl(file.toString())
                    .setDescription(imagenet(SMALL))
                    .transform(images())
                    .collectAsList())
        .hasRootCauseInstanceOf(UserException.class)
        .rootCause()
        .hasMessageContaining("model " + file + " returned (1, ")
        .hasMessageContaining("for float32 input of shape (1, 3, 36, 64)")
        .hasMessageContaining("give the input size that it was trained with");
  }

  @Test
  void imageWithNaNValuesIsInvalid() {
    SaliencyPredictor overflowing =
        predictor()
            .setModelUrl(external.toString())
            .setDescription("{\"input_size\": \"64x36\", \"std\": [1e-38, 1e-38, 1e-38]}");

    assertThat(overflowing.transform(images().limit(2)).collectAsList())
        .hasSize(2)
        .allMatch(row -> row.isNullAt(1));
    assertThatThrownBy(
            () -> overflowing.setHandleInvalid("error").transform(images().limit(2)).count())
        .hasStackTraceContaining("Invalid image in row 0 of partition 0")
        .hasStackTraceContaining("external.pt predicted NaN values");
  }

  private Dataset<Row> withInvalid() {
    List<Row> rows = new ArrayList<>(files().collectAsList());
    rows.add(1, RowFactory.create("none", null));
    rows.add(
        4,
        RowFactory.create("text", "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return spark.createDataFrame(rows, files().schema()).repartition(1).sort("path");
  }

  @Test
  void invalidImagesHaveNullMaps() {
    List<Row> rows = predictor().setBatchSize(2).transform(withInvalid()).collectAsList();

    assertThat(rows).hasSize(11);
    for (Row row : rows) {
      boolean invalid = row.getString(0).equals("none") || row.getString(0).equals("text");
      assertThat(row.isNullAt(2)).as(row.getString(0)).isEqualTo(invalid);
    }
    assertThat(rows.stream().map(row -> row.getString(0))).isSorted();
  }

  @Test
  void invalidImagesAreSkippedOrFailTheJobOnRequest() {
    assertThat(predictor().setHandleInvalid("skip").transform(withInvalid()).count()).isEqualTo(9);
    assertThatThrownBy(() -> predictor().setHandleInvalid("error").transform(withInvalid()).count())
        .hasStackTraceContaining("Invalid image in row ")
        .hasStackTraceContaining("of partition 0: image in column 'image' is null")
        .hasStackTraceContaining("setHandleInvalid");
  }

  private static long counter(String name) {
    Seq<Source> sources = SparkEnv.get().metricsSystem().getSourcesByName("saliency");
    return sources.isEmpty() ? 0 : sources.head().metricRegistry().counter(name).getCount();
  }

  @Test
  void imagesAreCountedInSparksMetrics() {
    long done = counter("frames.done");
    long bad = counter("frames.bad");
    long predicting = counter("milliseconds.predict");

    predictor().transform(withInvalid()).collectAsList();

    assertThat(counter("frames.done") - done).isEqualTo(9);
    assertThat(counter("frames.bad") - bad).isEqualTo(2);
    assertThat(counter("milliseconds.predict")).isGreaterThan(predicting);
  }

  /** Holds the row of the third frame of video a back until a warning is logged. */
  private static FilterFunction<Row> stallAtTheThird() {
    return row -> {
      if (row.getStruct(0).getString(0).endsWith("a/frames/0003.png")) {
        warning.set(warnings.next());
      }
      return true;
    };
  }

  @Test
  void stalledRowIsReported() {
    warnings = new TaskWarnings();
    spark.sparkContext().addSparkListener(warnings);
    try {
      Dataset<Row> rows = images().coalesce(1).sort("image.origin").filter(stallAtTheThird());

      assertThat(predictor().setStallSeconds(1).transform(rows).collectAsList()).hasSize(9);

      assertThat(warning.get())
          .contains("on executor driver")
          .contains("no progress for 1 s: read has been at row 2 of partition 0 for 1 s");
    } finally {
      spark.sparkContext().removeSparkListener(warnings);
    }
  }

  @Test
  void slowConsumerIsNotReportedAsStalled() {
    warnings = new TaskWarnings();
    spark.sparkContext().addSparkListener(warnings);
    FilterFunction<Row> slow =
        row -> {
          if (row.getStruct(0).getString(0).endsWith("a/frames/0001.png")) {
            Thread.sleep(5000);
          }
          return true;
        };
    try {
      Dataset<Row> rows = images().coalesce(1).sort("image.origin");

      assertThat(predictor().setStallSeconds(2).transform(rows).filter(slow).collectAsList())
          .hasSize(9);

      assertThat(warnings.isEmpty()).isTrue();
    } finally {
      spark.sparkContext().removeSparkListener(warnings);
    }
  }

  @Test
  void greyColourAndTransparentImagesHaveMapsOthersNull() {
    StructType schema = new StructType().add("image", ImageSchema.columnSchema());
    byte[] grey = new byte[16 * 12];
    byte[] colour = new byte[3 * grey.length];
    byte[] transparent = new byte[4 * grey.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (i * 7);
      Arrays.fill(colour, 3 * i, 3 * i + 3, grey[i]);
      Arrays.fill(transparent, 4 * i, 4 * i + 3, grey[i]);
    }
    List<Row> rows =
        List.of(
            RowFactory.create(RowFactory.create("grey", 12, 16, 1, 0, grey)),
            RowFactory.create(RowFactory.create("colour", 12, 16, 3, 16, colour)),
            RowFactory.create(RowFactory.create("alpha", 12, 16, 4, 24, transparent)),
            RowFactory.create(RowFactory.create("invalid", -1, -1, -1, -1, new byte[0])),
            RowFactory.create(RowFactory.create("short", 12, 16, 3, 16, grey)),
            RowFactory.create((Object) null));

    List<Row> maps =
        predictor()
            .transform(spark.createDataFrame(rows, schema).coalesce(1))
            .select("saliency.data")
            .collectAsList();

    byte[] expected = maps.get(1).getAs(0);
    assertThat(expected).hasSize(grey.length);
    assertThat(maps.get(0).<byte[]>getAs(0)).isEqualTo(expected);
    assertThat(maps.get(2).<byte[]>getAs(0)).isEqualTo(expected);
    assertThat(maps.subList(3, 6)).allMatch(row -> row.isNullAt(0));
  }

  @Test
  void otherColumnsAreKeptAsTheyAre() {
    Dataset<Row> input =
        images()
            .limit(1)
            .selectExpr(
                "image",
                "date'1582-10-10' AS julian",
                "array(timestamp'1582-10-10 00:00:00') AS times",
                "interval 3 months AS months",
                "interval 3 days 2 hours AS hours",
                "named_struct('a', 1, 'a', 2) AS twins",
                "1 AS id",
                "2 AS id");

    Dataset<Row> maps = predictor().transform(input);

    assertThat(maps.drop("saliency").schema()).isEqualTo(input.schema());
    assertThat(maps.selectExpr("CAST(struct(* EXCEPT (image, saliency)) AS STRING)").first())
        .isEqualTo(input.selectExpr("CAST(struct(* EXCEPT (image)) AS STRING)").first());
  }

  @Test
  void columnsOfAJoinAreFoundByTheirAlias() {
    Dataset<Row> images = images().limit(2).selectExpr("image", "1 AS id").alias("a");
    Dataset<Row> others = spark.range(1, 2).toDF().alias("b");

    Dataset<Row> maps =
        predictor()
            .transform(images.join(others, images.col("id").equalTo(others.col("id"))))
            .selectExpr("a.id + 10", "b.id + 20", "a.image.origin = saliency.origin");

    assertThat(maps.collectAsList()).containsOnly(RowFactory.create(11, 21L, true)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "image, IMAGE",
    "image, `image`",
    "a.b, a.b",
    "a.b, `a.b`",
    "picture, nested.of.Image",
  })
  void inputColumnIsFoundAsInSpark(String name, String inputCol) {
    Dataset<Row> images = images().limit(1).withColumnRenamed("image", name);
    Dataset<Row> input =
        name.equals("picture")
            ? images.selectExpr("struct(struct(picture AS image) AS of) AS nested")
            : images;

    assertThat(predictor().setInputCol(inputCol).transform(input).first().isNullAt(1)).isFalse();
  }

  @Test
  void otherColumnsKeepTheirMetadata() {
    Metadata metadata = new MetadataBuilder().putString("unit", "seconds").build();
    Dataset<Row> input =
        images()
            .withColumn("time", org.apache.spark.sql.functions.lit(1.5))
            .withMetadata("time", metadata);

    assertThat(predictor().transform(input).schema().apply("time").metadata()).isEqualTo(metadata);
  }

  @Test
  void changedModelFileIsOpenedAgain() throws Exception {
    Path file = Files.copy(model, folder.resolve("changing.pt"));
    SaliencyPredictor predictor = predictor().setModelUrl(file.toString());
    byte[] before = predictor.transform(images()).first().getStruct(1).getAs("data");

    Model.create("deeplab-resnet18", SMALL, 12).write(file);

    byte[] after = predictor.transform(images()).first().getStruct(1).getAs("data");
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void invalidColumnsAndParametersAreNamed() {
    StructType schema =
        new StructType().add("text", DataTypes.StringType).add("image", DataTypes.BinaryType);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SaliencyPredictor().transformSchema(schema))
        .withMessageContaining("Parameter inputCol of saliencyPredictor_");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predictor().setInputCol("picture").transformSchema(schema))
        .withMessageContaining(
            "Input column 'picture' does not exist: call setInputCol with one of text, image");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predictor().setInputCol("text").transformSchema(schema))
        .withMessageContaining("Input column 'text' has type string")
        .withMessageContaining("PNG or JPEG");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predictor().setOutputCol("image").transformSchema(schema))
        .withMessageContaining("Output column 'image' already exists");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predictor().setOutputCol("IMAGE").transformSchema(schema))
        .withMessageContaining("Output column 'IMAGE' already exists");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predictor().transformSchema(schema.add("Image", DataTypes.BinaryType)))
        .withMessageContaining("Input column 'image' is ambiguous");
  }

  @ParameterizedTest
  @CsvSource({
    "engine, TensorFlow, expected PyTorch",
    "device, CPU, 'expected one of auto, cpu, gpu'",
    "precision, , 'expected one of auto, fp32, bf16, fp16, int8'",
    "outputSize, large, 'expected source, model or WIDTHxHEIGHT'",
    "outputSize, 99999x9, at most 16384",
    "outputFormat, jpeg, 'one of image, png'",
    "handleInvalid, drop, 'one of keep, skip, error'",
    "modelUrl, , expected a text",
    "inputCol, , expected a text",
    "description, , expected a text",
    "batchSize, 1025, from 0 to 1024",
    "batchSize, -1, from 0 to 1024",
    "stallSeconds, -1, at least 0",
  })
  void invalidParameterIsRefusedWithTheAllowedValues(String name, String text, String expected) {
    SaliencyPredictor predictor = predictor();
    Param<Object> param = predictor.getParam(name);
    Object value = param instanceof IntParam ? Integer.valueOf(text) : text;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> predictor.set(param, value))
        .withMessageContaining("Invalid %s '%s' of %s", name, text, predictor.uid())
        .withMessageContaining(expected);
  }

  @Test
  void missingModelIsNamed() {
    assertThatThrownBy(() -> predictor().setModelUrl(folder + "/none.pt").transform(images()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("none.pt not found");
  }

  @Test
  void modelThatCannotBeReadIsNamedAsTheUserDoes() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pt"), "no model");
    assertThatThrownBy(() -> predictor().setModelUrl(text.toString()).transform(images()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("cannot read " + text + ": it is not a TorchScript file");
    assertThatThrownBy(() -> predictor().setModelUrl(folder.toString()).transform(images()))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("is a folder: give the model file in it");
  }
}
