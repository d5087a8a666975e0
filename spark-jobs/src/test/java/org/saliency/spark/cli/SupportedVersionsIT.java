package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.ml.PySpark;
import org.saliency.spark.score.TinyVideos;

/** The job jar of this build on the supported versions of Spark and Java other than the default. */
class SupportedVersionsIT {

  private static final Path LAUNCHER = Path.of("..", "saliency").toAbsolutePath().normalize();
  private static final Path JAR = Path.of("target", "saliency-spark.jar").toAbsolutePath();
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
  private static final Size SMALL = new Size(64, 36);

  @TempDir Path folder;

  @Test
  void scoresAndEvaluatesWithSparkSubmitOfSpark42() throws Exception {
    Path spark = PySpark.bring("4.2.0").home();
    List<String> submit =
        List.of(
            spark.resolve("bin/spark-submit").toString(),
            "--master",
            "local[2]",
            "--driver-java-options",
            QUICK_START,
            "--conf",
            "spark.ui.enabled=false",
            JAR.toString());

    scoresAndEvaluates(
        submit,
        Map.of("SPARK_HOME", spark.toString(), "JAVA_HOME", System.getProperty("java.home")));

    assertThat(manifest("maps")).contains("\"4.2.0\"");
  }

  @Test
  void scoresAndEvaluatesWithJava21() throws Exception {
    String java = PySpark.java("21.0.8.2").toString();

    scoresAndEvaluates(
        List.of(LAUNCHER.toString()),
        Map.of("JAVA_HOME", java, "SALIENCY_JAVA_OPTIONS", QUICK_START));

    assertThat(manifest("maps")).contains("\"21.0.8");
  }

  private void scoresAndEvaluates(List<String> program, Map<String, String> environment)
      throws Exception {
    Model.create("deeplab-resnet18", SMALL, 1).write(folder.resolve("m.pt"));
    new TinyVideos(folder.resolve("v"), 1).add("0001", 4, SMALL);
    run(program, environment, "score --model m.pt --input v --output maps --formats png,parquet");
    run(program, environment, "evaluate --predictions maps --ground-truth v --output scores");

    assertThat(folder.resolve("maps/maps/0001")).isDirectoryContaining("glob:**.png");
    assertThat(manifest("scores")).contains("\"complete\"");
  }

  private String manifest(String output) throws IOException {
    return Files.readString(folder.resolve(output).resolve("manifest.json"));
  }

  private void run(List<String> program, Map<String, String> environment, String arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments.split(" ")));
    Path log = folder.resolve("log.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    int exitCode = builder.start().waitFor();
    assertThat(exitCode).as(Files.readString(log)).isZero();
  }
}
