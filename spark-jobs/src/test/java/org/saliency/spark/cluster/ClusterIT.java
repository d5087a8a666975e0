package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
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
  private static ClusterScore run;
  private static ScoredFolder undisturbed;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = StandaloneCluster.start(folder);
    cluster.addWorker("first", 0);
    cluster.addWorker("second", 1);
    Path model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    Path videos = new TinyVideos(folder.resolve("videos"), 5).add("v", FRAMES, SMALL).folder();
    run = new ClusterScore(cluster, folder, model, videos, SEGMENT);
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  private static ScoredFolder scored(String name) {
    return new ScoredFolder(folder.resolve(name).toString(), new Configuration());
  }

  private static SparkProcess score(String output, String name) throws IOException {
    return run.start(output, name, Map.of());
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

  /**
   * The run begins with one executor, which waits at its first map for a second one; both go when
   * they have nothing to do.
   */
  @Test
  @Order(4)
  void executorsThatSparkAddsShareTheTasksAndMayGoAtTheEnd() throws Exception {
    Map<String, String> growing =
        Map.of(
            "spark.dynamicAllocation.enabled",
            "true",
            "spark.dynamicAllocation.shuffleTracking.enabled",
            "true",
            "spark.dynamicAllocation.initialExecutors",
            "1",
            "spark.dynamicAllocation.maxExecutors",
            "2",
            "spark.dynamicAllocation.executorIdleTimeout",
            "1s",
            "spark.scheduler.minRegisteredResourcesRatio",
            "0",
            "spark.hadoop.fs.gathering.impl",
            GatheringFiles.class.getName(),
            "spark.hadoop." + GatheringFiles.FOLDER,
            folder.resolve("gathered").toString());
    ScoredFolder output = scored("growing");
    try (SparkProcess driver = run.start("gathering://" + output.path(), "growing", growing)) {
      assertDone(driver);
    }

    assertThat(output.manifest().counts()).containsEntry("done", (long) FRAMES);
    assertThat(output.manifest().executors())
        .extracting(ExecutorUse::executor)
        .hasSizeGreaterThanOrEqualTo(2)
        .doesNotHaveDuplicates();
    output.assertSameAs(undisturbed);
  }
}
