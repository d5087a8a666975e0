package org.saliency.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.TestSpark;
import org.saliency.spark.score.TinyVideos;
import org.saliency.spark.serving.ModelCache;

/** Several threads of a driver that use predictors at the same time. */
class ConcurrentPredictorIT {

  private static final Size SMALL = new Size(32, 18);
  private static final int THREADS = 4;

  @TempDir static Path folder;
  private static Path videos;

  private final SparkSession spark = TestSpark.session();

  @BeforeAll
  static void makeImages() throws Exception {
    videos = new TinyVideos(folder.resolve("videos"), 5).add("v", 6, SMALL).folder();
  }

  private static Path model(String name, int seed) throws Exception {
    Path file = folder.resolve(name);
    Model.create("deeplab-resnet18", SMALL, seed).write(file);
    return file;
  }

  private List<byte[]> maps(Path model) {
    Dataset<Row> images =
        spark.read().format("image").load(videos + "/v/frames").repartition(2).sort("image.origin");
    return new SaliencyPredictor()
            .setInputCol("image")
            .setOutputCol("saliency")
            .setModelUrl(model.toString())
            .setPrecision("fp32")
            .setBatchSize(1)
            .transform(images)
            .select("saliency.data")
            .collectAsList()
            .stream()
            .map(row -> row.<byte[]>getAs(0))
            .toList();
  }

  /** The maps of each model, predicted by as many threads that start together. */
  private List<List<byte[]>> atOnce(List<Path> models) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(models.size());
    CyclicBarrier start = new CyclicBarrier(models.size());
    try {
      List<Future<List<byte[]>>> futures = new ArrayList<>();
      for (Path model : models) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return maps(model);
                }));
      }
      List<List<byte[]>> results = new ArrayList<>();
      for (Future<List<byte[]>> future : futures) {
        results.add(future.get(2, TimeUnit.MINUTES));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void threadsThatTransformAtOnceShareOneModelAndGetTheSameMaps() throws Exception {
    Path model = model("shared.pt", 11);
    int opened = ModelCache.counts().opened();

    List<List<byte[]>> results = atOnce(java.util.Collections.nCopies(THREADS, model));

    assertThat(ModelCache.counts().opened() - opened).isEqualTo(1);
    List<byte[]> alone = maps(model);
    assertThat(alone).hasSize(6);
    assertThat(results).allSatisfy(maps -> assertThat(maps).containsExactlyElementsOf(alone));
    assertThat(ModelCache.counts().opened() - opened).isEqualTo(1);
  }

  @Test
  void twoModelsThatTakeTurnsStayOpen() throws Exception {
    Path first = model("turn1.pt", 31);
    Path second = model("turn2.pt", 32);
    int opened = ModelCache.counts().opened();

    for (int i = 0; i < 3; i++) {
      assertThat(maps(first)).isNotEqualTo(maps(second));
    }
    assertThat(ModelCache.counts().opened() - opened).isEqualTo(2);

    maps(model("turn3.pt", 33));
    maps(second);
    assertThat(ModelCache.counts().opened() - opened).as("the first was closed").isEqualTo(3);
    assertThat(ModelCache.counts().opened() - ModelCache.counts().closed()).isEqualTo(2);
  }

  @Test
  void threadsWithDifferentModelsGetTheMapsOfTheirModel() throws Exception {
    Path first = model("first.pt", 21);
    Path second = model("second.pt", 22);

    List<List<byte[]>> results = atOnce(List.of(first, second, first, second));

    List<byte[]> ofFirst = maps(first);
    List<byte[]> ofSecond = maps(second);
    assertThat(ofFirst.get(0)).isNotEqualTo(ofSecond.get(0));
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i)).containsExactlyElementsOf(i % 2 == 0 ? ofFirst : ofSecond);
    }
  }
}
