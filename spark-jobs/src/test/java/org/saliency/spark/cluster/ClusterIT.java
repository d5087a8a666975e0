package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.results.ExecutorUse;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.score.TinyVideos;

/**
 * The job jar on a standalone cluster whose processes are killed: every frame is scored once, with
 * the same results as in an undisturbed run.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

  private static final Size SMALL = new Size(32, 18);
  private static final int FRAMES = 160;
  private static final int SEGMENT = 5;

  @TempDir static Path folder;
  private static StandaloneCluster cluster;
  private static Path model;
  private static Path videos;
  private static ScoredFolder undisturbed;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = StandaloneCluster.start(folder);
    cluster.addWorker("first", 0);
    cluster.addWorker("second", 1);
    model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    videos = new TinyVideos(folder.resolve("videos"), 5).add("v", FRAMES, SMALL).folder();
    Files.writeString(
        folder.resolve("log4j2.properties"),
        """
        rootLogger.level = warn
        rootLogger.appenderRef.file.ref = file
        logger.own.name = org.saliency
        logger.own.level = info
        appender.file.type = File
        appender.file.name = file
        appender.file.fileName = executor.log
        appender.file.layout.type = PatternLayout
        appender.file.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
        """);
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  private static ScoredFolder scored(String name) {
    return new ScoredFolder(folder.resolve(name).toString(), new Configuration());
  }

  /** Starts the driver of a scoring run on the cluster. */
  private static SparkProcess score(String output, String name) throws IOException {
    // To a file, since a worker drops the output of an executor that is shutting down.
    String logging = "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties");
    Map<String, String> conf = new HashMap<>();
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.driver.host", "127.0.0.1");
    conf.put("spark.driver.bindAddress", "127.0.0.1");
    conf.put("spark.executor.memory", "800m");
    conf.put("spark.executor.cores", "1");
    conf.put("spark.executor.resource.gpu.amount", "1");
    conf.put("spark.task.resource.gpu.amount", "1");
    conf.put("spark.executor.extraClassPath", Path.of("target/test-classes").toAbsolutePath() + "");
    conf.put("spark.executor.extraJavaOptions", logging + " " + SparkProcess.QUICK_START);
    // Both executors are there before the first task: the ratio is one of these cores.
    conf.put("spark.cores.max", "2");
    conf.put("spark.scheduler.minRegisteredResourcesRatio", "1");
    conf.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    conf.put("spark.sql.shuffle.partitions", "2");
    conf.put("spark.sql.codegen.wholeStage", "false");
    conf.put("spark.hadoop.fs.shaky.impl", ShakyFiles.class.getName());
    conf.put("spark.hadoop." + ShakyFiles.MARKER, folder.resolve(name + ".shaken").toString());
    List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", cluster.url()));
    command.addAll(List.of("--class", "org.saliency.spark.cli.Main"));
    conf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    command.add(Path.of("target", "saliency-spark.jar").toString());
    command.addAll(
        List.of(
            "score",
            "--input",
            videos.toString(),
            "--ground-truth",
            videos.toString(),
            "--model",
            model.toString(),
            "--output",
            output,
            "--device",
            "cpu",
            "--set",
            "score.segment-frames=" + SEGMENT,
            "--set",
            "score.tasks=8",
            "--set",
            "score.lease-renewal-seconds=1",
            "--set",
            "score.lease-expiry-seconds=6"));
    String classPath =
        SparkProcess.sparkClassPath() + File.pathSeparator + Path.of("target", "test-classes");
    return SparkProcess.start(
        folder.resolve("driver-" + name + ".log"),
        Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
        List.of("-Xmx1g", "-cp", classPath),
        command);
  }

  private static void awaitSegments(SparkProcess driver, ScoredFolder output, long count)
      throws Exception {
    SparkProcess.await(
        count + " segments are published",
        () -> {
          assertThat(driver.isAlive()).as(driver::log).isTrue();
          return output.segments("v") >= count;
        });
  }

  private static void assertDone(SparkProcess driver) throws InterruptedException {
    assertThat(driver.exitCode()).as(driver::log).isZero();
  }

  @Test
  @Order(1)
  void eachExecutorOpensOneModelOnItsGpuAndClosesIt() throws Exception {
    undisturbed = scored("undisturbed");
    try (SparkProcess driver = score(undisturbed.path(), "undisturbed")) {
      assertDone(driver);
    }

    Manifest manifest = undisturbed.manifest();
    assertThat(manifest.counts()).containsEntry("done", (long) FRAMES);
    List<ExecutorUse> uses =
        manifest.executors().stream().sorted(Comparator.comparing(ExecutorUse::address)).toList();
    assertThat(uses).extracting(ExecutorUse::address).containsExactly("0", "1");
    assertThat(uses).extracting(ExecutorUse::device).containsOnly("cpu()");
    assertThat(uses).extracting(ExecutorUse::modelsOpened).containsOnly(1);
    assertThat(uses).extracting(ExecutorUse::executor).doesNotHaveDuplicates();
    SparkProcess.await(
        "both executors have closed their models",
        () -> cluster.executorLogs().stream().filter(log -> log.contains("1 closed")).count() == 2);
    assertThat(cluster.executorLogs())
        .allSatisfy(log -> assertThat(log).containsOnlyOnce("opened model"));
  }

  @Test
  @Order(2)
  void failedTasksAndKilledExecutorsAndWorkersDoNotChangeResults() throws Exception {
    ScoredFolder output = scored("disturbed");
    try (SparkProcess driver = score("shaky://" + output.path(), "disturbed")) {
      awaitSegments(driver, output, 2);
      SparkProcess first = cluster.worker("first");
      List<ProcessHandle> executors = first.children(StandaloneCluster.EXECUTOR);
      assertThat(executors).hasSize(1);
      executors.get(0).destroyForcibly();
      awaitSegments(driver, output, 8);
      cluster.worker("second").close();
      assertThat(output.segments("v")).isLessThan(FRAMES / SEGMENT);
      assertDone(driver);
    }

    assertThat(folder.resolve("disturbed.shaken")).exists();
    assertThat(output.manifest().counts())
        .containsEntry("done", (long) FRAMES)
        .containsEntry("resumed", 0L);
    output.assertSameAs(undisturbed);
  }

  @Test
  @Order(3)
  void theNextRunCompletesTheOutputOfAKilledDriver() throws Exception {
    cluster.addWorker("third", 1);
    ScoredFolder output = scored("killed");
    try (SparkProcess driver = score("shaky://" + output.path(), "killed")) {
      awaitSegments(driver, output, 4);
      driver.kill();
    }
    SparkProcess.await(
        "executors have exited after their driver died",
        () ->
            cluster.worker("first").children(StandaloneCluster.EXECUTOR).isEmpty()
                && cluster.worker("third").children(StandaloneCluster.EXECUTOR).isEmpty());
    long published = SEGMENT * output.segments("v");
    assertThat(published).isLessThan(FRAMES);
    assertThat(folder.resolve("killed/manifest.json")).doesNotExist();

    try (SparkProcess driver = score("shaky://" + output.path(), "killed")) {
      assertDone(driver);
    }

    assertThat(output.manifest().counts())
        .containsEntry("resumed", published)
        .containsEntry("done", FRAMES - published);
    output.assertSameAs(undisturbed);
  }
}
