package org.saliency.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import org.saliency.spark.score.TinyVideos;

/**
 * The Python package of this build with PySpark of Spark 4.1, in one process with Spark and over
 * Spark Connect, and over Spark Connect of Spark 4.2: parameters, maps, saving and loading.
 */
class PythonPredictorIT {

  private static final Size SMALL = new Size(32, 18);

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  @Test
  void pipelinesAreSavedAndLoadedByPythonAndJavaWithTheSameMaps() throws Exception {
    PySpark pyspark = PySpark.bring();
    Model.create("deeplab-resnet18", SMALL, 11).write(folder.resolve("model.pt"));
    Path videos = new TinyVideos(folder.resolve("videos"), 5).add("0001", 4, SMALL).folder();
    Files.createSymbolicLink(folder.resolve("pictures"), videos.resolve("0001/frames"));
    score(videos);
    Path packages = folder.resolve("packages");
    pyspark.install(wheel(), packages);
    Dataset<Row> images = spark.read().format("image").load(folder.resolve("pictures") + "");
    PipelineModel java =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new SaliencyPredictor()
                      .setInputCol("image")
                      .setOutputCol("saliency")
                      .setModelUrl(folder.resolve("model.pt").toString())
                      .setPrecision("fp32")
                      .setBatchSize(2)
                })
            .fit(images);
    java.write().save(folder.resolve("java-pipeline").toString());

    check(pyspark, packages, "check_predictor.py");
    Map<String, byte[]> python = new HashMap<>();
    spark
        .read()
        .parquet(folder.resolve("python-maps").toString())
        .collectAsList()
        .forEach(row -> python.put(row.getString(0), row.getAs(1)));
    assertThat(python).hasSize(4);
    PipelineModel loaded = PipelineModel.load(folder.resolve("pipeline-model").toString());
    for (Row row :
        loaded.transform(images).select("image.origin", "saliency.data").collectAsList()) {
      String name = Path.of(row.getString(0)).getFileName().toString();
      assertThat(row.<byte[]>getAs(1)).as(name).isEqualTo(python.get(name));
    }
    check(pyspark, packages, "check_connect.py");
    check(PySpark.bring("4.2.0"), packages, "check_connect.py");
  }

  private void check(PySpark pyspark, Path packages, String script) throws Exception {
    String output =
        pyspark.run(
            folder,
            packages,
            List.of(
                "--master=local[2]",
                "--conf=spark.ui.enabled=false",
                "--conf=spark.driver.host=127.0.0.1",
                "--conf=spark.driver.bindAddress=127.0.0.1",
                "--conf=spark.sql.shuffle.partitions=2",
                "--conf=spark.sql.codegen.wholeStage=false",
                "--driver-java-options='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'",
                "--driver-memory=1g",
                "--jars=" + Path.of("target", "saliency-spark.jar").toAbsolutePath()),
            List.of(
                Path.of("src/test/python", script).toAbsolutePath().toString(), folder.toString()));
    assertThat(output.lines()).last().isEqualTo("checked");
  }

  /** Writes scores, a video of the maps, and a manifest of a run that failed. */
  private void score(Path videos) throws Exception {
    Path scores = folder.resolve("scores");
    new ScoreJob(
            spark,
            new ScoreArguments(
                List.of(videos.toString()),
                folder.resolve("model.pt").toString(),
                scores.toString(),
                Optional.of(videos.toString()),
                Optional.empty(),
                Settings.load(Optional.empty(), Map.of("score.formats", "[png,parquet,mp4]"))
                    .section("score")))
        .run();
    Files.copy(scores.resolve("saliency_videos/0001.mp4"), folder.resolve("maps.mp4"));
    Files.writeString(
        Files.createDirectory(folder.resolve("failed")).resolve("manifest.json"),
        "{\"command\": \"score\", \"status\": \"failed\"}");
  }

  private static Path wheel() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().endsWith(".whl")).findFirst().orElseThrow();
    }
  }
}
