package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The DAGs in {@code conf/airflow}, run by {@code airflow dags test} on a standalone cluster of
 * processes. Takes about ten minutes, and installs Airflow if it is missing; so only with {@code
 * -Dairflow.run=true}.
 */
@EnabledIfSystemProperty(named = "airflow.run", matches = "true")
class AirflowRunIT {

  private static final String CONNECTION = "AIRFLOW_CONN_SALIENCY_SPARK";
  private static final int VIDEOS = 3;
  private static final int FRAMES = 40;

  @TempDir static Path folder;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void makeData() throws Exception {
    AirflowEnvironment airflow = airflow();
    cluster = StandaloneCluster.start(folder);
    cluster.addWorker("first", 0);
    cluster.addWorker("second", 1);
    airflow.run("airflow", "db", "migrate").requireSuccess();
    airflow.run("airflow", "pools", "set", "saliency", "1", "Spark").requireSuccess();
    synthesize("test", VIDEOS, FRAMES);
    synthesize("train", 4, 8);
    synthesize("validation", 6, 6);
    for (int i = 1; i <= 6; i++) {
      Path videos = folder.resolve("validation");
      Files.move(videos.resolve("video00" + i), videos.resolve("held-out" + i));
    }
    saliency(
        "model create --network deeplab-resnet18 --set model.input-size=64x36 --output",
        folder.resolve("model.pt"));
    Files.writeString(
        folder.resolve("tiny.conf"),
        """
        score { segment-frames = 2, tasks = 8 }
        train { input-size = 64x36, batches-per-epoch = 2, batch-size = 2, validation-frames = 6 }
        """);
  }

  @AfterAll
  static void stopCluster() throws InterruptedException {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static AirflowEnvironment airflow() throws IOException, InterruptedException {
    AirflowEnvironment airflow = AirflowEnvironment.bring(folder.resolve("home"));
    if (cluster != null) {
      airflow.with(CONNECTION, "{\"conn_type\": \"spark\", \"host\": \"" + cluster.url() + "\"}");
    }
    return airflow
        .with("SALIENCY_JAR", Path.of("target/saliency-spark.jar").toAbsolutePath().toString())
        .with("SALIENCY_VIDEOS", folder.resolve("test").toString())
        .with("SALIENCY_GROUND_TRUTH", folder.resolve("test").toString())
        .with("SALIENCY_MODEL", folder.resolve("model.pt").toString())
        .with("SALIENCY_DATA", folder.resolve("train").toString())
        .with("SALIENCY_VALIDATION_DATA", folder.resolve("validation").toString())
        .with("SALIENCY_OUTPUT", folder.resolve("out").toString())
        .with("SALIENCY_RETRY_SECONDS", "1");
  }

  private static void synthesize(String name, int videos, int frames) throws Exception {
    saliency(
        "dataset synthesize --videos "
            + videos
            + " --frames "
            + frames
            + " --size 64x36 --seed "
            + name.length()
            + " --output",
        folder.resolve(name));
  }

  private static void saliency(String command, Path output) throws Exception {
    String submit =
        "spark-submit --master local[1] --class org.saliency.spark.cli.Main"
            + " target/saliency-spark.jar "
            + command;
    airflow().run((submit + " " + output).split(" ")).requireSuccess();
  }

  private static String[] test(String dag, String date, String params) {
    String quick =
        "\"spark_conf\": {\"spark.executor.memory\": \"800m\", \"spark.ui.enabled\": \"false\"}";
    String conf = "{\"config\": \"" + folder.resolve("tiny.conf") + "\", " + quick + params + "}";
    return new String[] {"airflow", "dags", "test", dag, date, "-c", conf};
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out").resolve(file).toFile());
  }

  private static long starts(String log, String task) {
    return log.lines()
        .filter(line -> line.contains("[DAG TEST] starting task_id=" + task + " "))
        .count();
  }

  @Test
  void scoresADayAndDoesNotScoreItTwice() throws Exception {
    airflow().run(test("saliency_scoring", "2025-03-01", "")).requireSuccess();
    String run = "scoring/20250301T000000/";
    assertThat(json(run + "scores/manifest.json").at("/counts/done").asInt())
        .isEqualTo(VIDEOS * FRAMES);
    assertThat(folder.resolve("out").resolve(run + "report.html")).isNotEmptyFile();
    assertThat(json(run + "leaderboard/leaderboard.json").at("/methods/0/name").asText())
        .isEqualTo("model");
    JsonNode evaluation = json(run + "evaluation/manifest.json");

    airflow().run(test("saliency_scoring", "2025-03-01", "")).requireSuccess();
    assertThat(json(run + "scores/manifest.json").at("/counts/done").asInt()).isZero();
    assertThat(json(run + "scores/manifest.json").at("/counts/resumed").asInt())
        .isEqualTo(VIDEOS * FRAMES);
    assertThat(json(run + "evaluation/manifest.json")).isEqualTo(evaluation);
  }

  @Test
  void aKilledDriverIsRetriedAndResumes() throws Exception {
    Path log = folder.resolve("killed.log");
    Path segments = folder.resolve("out/scoring/20250302T000000/scores/_saliency/segments");
    Process airflow = airflow().start(log, test("saliency_scoring", "2025-03-02", ""));
    try {
      SparkProcess.await("segments are published", () -> files(segments) >= 4);
      airflow
          .descendants()
          .filter(
              child -> child.info().arguments().map(List::of).orElse(List.of()).contains("score"))
          .forEach(ProcessHandle::destroyForcibly);
      assertThat(airflow.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      airflow.descendants().forEach(ProcessHandle::destroyForcibly);
      airflow.destroyForcibly();
    }
    String output = Files.readString(log);
    assertThat(airflow.exitValue()).as(output).isZero();
    assertThat(output).contains("the driver was ended by signal 9; what is published is kept");
    assertThat(starts(output, "score")).isEqualTo(2);
    JsonNode counts = json("scoring/20250302T000000/scores/manifest.json").get("counts");
    assertThat(counts.get("resumed").asInt()).isPositive();
    assertThat(counts.get("resumed").asInt() + counts.get("done").asInt())
        .isEqualTo(VIDEOS * FRAMES);
  }

  private static long files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void badInputFailsWithoutARetryAndWithOneLine() throws Exception {
    AirflowEnvironment.Ended ended =
        airflow().run(test("saliency_scoring", "2025-03-03", ", \"videos\": \"/nowhere\""));
    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output().lines())
        .anyMatch(
            line ->
                line.endsWith(
                    "inspect_videos failed with exit code 3: input /nowhere does not exist: check"
                        + " the path (not retried)"));
    assertThat(starts(ended.output(), "inspect_videos")).isEqualTo(1);
    assertThat(starts(ended.output(), "score")).isZero();
  }

  @Test
  void aParameterOfTheWrongTypeIsRefused() throws Exception {
    AirflowEnvironment.Ended ended =
        airflow().run(test("saliency_scoring", "2025-03-04", ", \"max_bad_frames\": \"many\""));
    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output())
        .contains("Invalid input for param max_bad_frames: 'many' is not of type 'integer'");
  }

  @Test
  void aMissingConnectionFailsWithoutARetry() throws Exception {
    AirflowEnvironment.Ended ended =
        airflow().without(CONNECTION).run(test("saliency_scoring", "2025-03-05", ""));
    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output()).contains("No connection 'saliency_spark': add it");
    assertThat(starts(ended.output(), "inspect_videos")).isEqualTo(1);
  }

  @Test
  void aModelIsPromotedOnlyIfItIsBetter() throws Exception {
    Path model = folder.resolve("models/model.pt");
    String params = ", \"epochs\": 1, \"model\": \"" + model + "\"";
    airflow().run(test("saliency_training", "2025-03-01", params)).requireSuccess();
    byte[] first = Files.readAllBytes(model);

    // The same seed gives the same model.
    AirflowEnvironment.Ended ended = airflow().run(test("saliency_training", "2025-03-08", params));
    assertThat(ended.requireSuccess()).contains("The current model stays: cc +0.0000");
    assertThat(Files.readAllBytes(model)).isEqualTo(first);
  }
}
