package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.map.MapFile;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;

/** Densities without zeros, written, measured, resumed and read again. */
class DensityIT {

  private static final Size SIZE = new Size(64, 36);

  @TempDir static Path shared;
  private static Path model;
  private static Path videos;

  @TempDir Path folder;

  @BeforeAll
  static void makeModelAndVideos() throws IOException {
    model = shared.resolve("model.pt");
    Model.create("deeplab-resnet18", SIZE, 11).write(model);
    videos =
        new TinyVideos(shared.resolve("videos"), 5).add("a:b", 4, SIZE).add("c", 2, SIZE).folder();
  }

  private ScoreResult score(String formats) throws InterruptedException {
    return ScoreJobs.of(
            TestSpark.session(),
            model,
            videos.toString(),
            folder.resolve("out").toString(),
            Optional.of(videos.toString()),
            "formats=" + formats,
            "profile=native",
            "segment-frames=2")
        .run();
  }

  private JsonNode evaluate(String predictions, String out) throws Exception {
    EvaluateArguments arguments =
        new EvaluateArguments(
            folder.resolve(predictions).toString(),
            videos.toString(),
            Optional.empty(),
            folder.resolve(out).toString(),
            Settings.load(Optional.empty(), Map.of("evaluate.profile", "native"))
                .section("evaluate"));
    new EvaluateJob(TestSpark.session(), arguments).run();
    return metrics(out);
  }

  private JsonNode metrics(String out) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve(out).resolve("summary.json").toFile())
        .get("metrics");
  }

  @Test
  void densitiesHaveNoZerosAndAreMeasuredAsWritten() throws Exception {
    score("[density16]");

    try (Stream<Path> files = Files.walk(folder.resolve("out/density16"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        double[] values = MapFile.read(Files.readAllBytes(file), file.toString()).values();
        assertThat(Arrays.stream(values).min().orElseThrow()).isGreaterThanOrEqualTo(1 / 65535.0);
        assertThat(Arrays.stream(values).max().orElseThrow()).isEqualTo(1);
      }
    }
    assertThat(evaluate("out", "evaluated")).isEqualTo(metrics("out"));
    assertThat(evaluate("out/density16", "again")).isEqualTo(metrics("out"));
  }

  @Test
  void mapsComeFirstAndDensitiesLowerKld() throws Exception {
    score("[png,density16]");

    assertThat(evaluate("out", "maps")).isEqualTo(metrics("out"));
    double kld = evaluate("out/density16", "densities").get("kld").asDouble();
    assertThat(kld).isLessThan(metrics("out").get("kld").asDouble());
    assertThat(folder.resolve("out/density16/a%3Ab")).isDirectory();
  }

  @Test
  void aMissingOrChangedDensityIsWrittenAgain() throws Exception {
    score("[density16,parquet]");
    Path one = folder.resolve("out/density16/c/0001.png");
    byte[] before = Files.readAllBytes(one);
    Files.delete(one);
    Files.createFile(folder.resolve("out/density16/c/9999.png"));

    ScoreResult second = score("[density16,parquet]");

    assertThat(Files.readAllBytes(one)).isEqualTo(before);
    assertThat(folder.resolve("out/density16/c/9999.png")).doesNotExist();
    assertThat(second.manifest().counts()).containsEntry("resumed", 4L);
  }
}
