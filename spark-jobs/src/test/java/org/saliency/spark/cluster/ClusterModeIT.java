package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.score.TinyVideos;

/** The driver on a node of a standalone cluster, as its caller sees the end of a run. */
class ClusterModeIT {

  private static final Size SMALL = new Size(32, 18);

  @TempDir static Path folder;
  private static StandaloneCluster cluster;
  private static Path model;
  private static Path videos;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = StandaloneCluster.start(folder);
    cluster.addWorker("first", 0);
    cluster.addWorker("second", 1);
    model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    videos = new TinyVideos(folder.resolve("videos"), 5).add("v", 4, SMALL).folder();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  /**
   * Submits a scoring run under Kryo and waits for its end.
   *
   * @return the log of spark-submit, which ends with 0 however the driver ends
   */
  private static String score(String name, String modelName) throws Exception {
    List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", cluster.url(), "--deploy-mode", "cluster"));
    command.addAll(List.of("--class", "org.saliency.spark.cli.Main", "--driver-memory", "800m"));
    for (String setting :
        List.of(
            "spark.standalone.submit.waitAppCompletion=true",
            "spark.standalone.submit.pollInterval=1s",
            "spark.ui.enabled=false",
            "spark.cores.max=1",
            "spark.executor.memory=800m",
            "spark.serializer=org.apache.spark.serializer.KryoSerializer",
            "spark.driver.extraJavaOptions=" + SparkProcess.QUICK_START,
            "spark.executor.extraJavaOptions=" + SparkProcess.QUICK_START)) {
      command.addAll(List.of("--conf", setting));
    }
    command.add(Path.of("target", "saliency-spark.jar").toAbsolutePath().toString());
    command.addAll(List.of("score", "--input", videos.toString(), "--model", modelName));
    command.addAll(List.of("--output", folder.resolve(name).toString(), "--device", "cpu"));
    command.addAll(List.of("--formats", "png", "--set", "score.tasks=1"));
    command.addAll(List.of("--result", folder.resolve(name + ".json").toUri().toString()));
    try (SparkProcess submit =
        SparkProcess.start(
            folder.resolve(name + ".log"),
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
            List.of("-Xmx256m", "-cp", SparkProcess.sparkClassPath()),
            command)) {
      assertThat(submit.exitCode()).as(submit::log).isZero();
      return submit.log();
    }
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }

  /** What the drivers printed to standard error so far. */
  private static List<String> driverErrors() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> logs = new ArrayList<>();
      for (Path file :
          files
              .filter(path -> path.endsWith("stderr"))
              .filter(path -> path.getParent().getFileName().toString().startsWith("driver-"))
              .toList()) {
        logs.add(Files.readString(file));
      }
      return logs;
    }
  }

  @Test
  void successAndErrorsReachTheMasterAndTheResultFile() throws Exception {
    assertThat(score("scored", model.toUri().toString())).contains(" is FINISHED");
    assertThat(json("scored.json").at("/exit_code").asInt(-1)).isZero();
    assertThat(json("scored/manifest.json").at("/exit_code").asInt(-1)).isZero();
    assertThat(json("scored/manifest.json").at("/counts/done").asInt()).isEqualTo(4);

    String missing = folder.resolve("missing.pt").toUri().toString();
    assertThat(score("failed", missing)).contains(" is FAILED");
    assertThat(json("failed.json").at("/exit_code").asInt()).isEqualTo(3);
    assertThat(json("failed.json").at("/error/kind").asText()).isEqualTo("input");
    assertThat(json("failed.json").at("/error/message").asText()).contains("missing.pt");
    assertThat(folder.resolve("failed")).doesNotExist();

    assertThat(driverErrors())
        .hasSize(2)
        .allSatisfy(log -> assertThat(log).doesNotContain(" INFO SparkContext"))
        .anySatisfy(log -> assertThat(log).containsOnlyOnce("saliency: no file at"))
        .allSatisfy(log -> assertThat(log).doesNotContain("\tat "));
  }
}
