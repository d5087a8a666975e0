package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.score.TinyVideos;

/**
 * Runs on a standalone cluster for {@code -Dsoak.minutes} while tasks, executors, workers and
 * drivers are killed, stopped and paused at random moments: in the end every frame is there once,
 * with results equal to those of an undisturbed run to the bit. {@code -Dsoak.seed} repeats the
 * order of the kills.
 */
@EnabledIfSystemProperty(named = "soak.minutes", matches = "[0-9.]+")
class RandomKillsIT {

  private static final Size SMALL = new Size(32, 18);
  private static final int FRAMES = 120;
  private static final int SEGMENT = 4;
  private static final int WORKERS = 4;

  /** Longer than the expiry of the lease. */
  private static final Duration PAUSE = Duration.ofSeconds(9);

  private enum Disturbance {
    NONE,
    KILL_EXECUTOR,
    TERMINATE_EXECUTOR,
    KILL_WORKER,
    KILL_DRIVER,
    TERMINATE_DRIVER,
    PAUSE_DRIVER
  }

  @TempDir Path folder;

  private Soak<Disturbance> soak;
  private StandaloneCluster cluster;
  private KilledWorkers workers;
  private ClusterScore run;

  @Test
  void everyFrameIsScoredOnceWhateverIsKilled() throws Exception {
    try (Soak<Disturbance> kills = new Soak<>("drivers");
        StandaloneCluster started = StandaloneCluster.start(folder)) {
      soak = kills;
      cluster = started;
      workers = new KilledWorkers(cluster, soak.random(), WORKERS);
      run = recipe();
      ScoredFolder undisturbed = folderOf("undisturbed");
      try (SparkProcess driver = start(undisturbed)) {
        assertThat(driver.exitCode()).as(driver::log).isZero();
      }
      while (!soak.isOver()) {
        ScoredFolder output = folderOf("round-" + soak.nextRound());
        scoreDisturbed(output);
        output.assertSameAs(undisturbed);
        for (String video : List.of("v", "w")) {
          assertThat(joined(output, video)).isEqualTo(joined(undisturbed, video));
        }
        soak.printRound();
      }
    }
  }

  private ClusterScore recipe() throws IOException {
    Path model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    TinyVideos videos = new TinyVideos(folder.resolve("videos"), 5);
    videos.add("v", FRAMES, SMALL).add("w", FRAMES / 3, SMALL);
    return new ClusterScore(cluster, folder, model, videos.folder(), SEGMENT);
  }

  private ScoredFolder folderOf(String name) {
    return new ScoredFolder(folder.resolve(name).toString(), new Configuration());
  }

  private static byte[] joined(ScoredFolder output, String video) throws IOException {
    return Files.readAllBytes(Path.of(output.path(), "saliency_videos", video + ".mp4"));
  }

  private SparkProcess start(ScoredFolder output) throws IOException {
    Map<String, String> conf =
        Map.of(
            "spark.plugins",
            TaskKiller.class.getName(),
            TaskKiller.SEED,
            String.valueOf(soak.random().nextLong()),
            TaskKiller.MEAN_MILLIS,
            output.path().endsWith("undisturbed") ? "0" : "1500");
    return run.start(
        "shaky://" + output.path(), "soak-" + soak.nextRun(), conf, "--formats", "png,parquet,mp4");
  }

  /** Starts drivers until one of them has completed the output. */
  private void scoreDisturbed(ScoredFolder output) throws Exception {
    int exit = -1;
    while (exit != 0) {
      try (SparkProcess driver = start(output)) {
        while (driver.isAlive()) {
          Thread.sleep(300 + soak.random().nextInt(7_000));
          if (driver.isAlive() && !soak.isOver()) {
            disturb(driver, output);
          }
        }
        exit = driver.exitCode();
        soak.ended(exit);
        assertThat(exit).as(driver::log).isNotIn(2, 3, 4, 5);
      }
    }
  }

  private void disturb(SparkProcess driver, ScoredFolder output) throws Exception {
    Disturbance kind = Disturbance.values()[soak.random().nextInt(Disturbance.values().length)];
    soak.disturbed(kind);
    switch (kind) {
      case NONE -> {}
      case KILL_EXECUTOR -> workers.anExecutor().forEach(ProcessHandle::destroyForcibly);
      case TERMINATE_EXECUTOR -> workers.anExecutor().forEach(ProcessHandle::destroy);
      case KILL_WORKER -> workers.killOne();
      case KILL_DRIVER -> driver.kill();
      case TERMINATE_DRIVER -> driver.signal("TERM");
      case PAUSE_DRIVER -> pauseWhileAnotherTakesOver(driver, output);
    }
  }

  /** A driver that is paused for longer than its lease wakes up beside its heir. */
  private void pauseWhileAnotherTakesOver(SparkProcess driver, ScoredFolder output)
      throws Exception {
    driver.signal("STOP");
    try (SparkProcess heir = start(output)) {
      Thread.sleep(PAUSE.toMillis() + soak.random().nextInt(9_000));
      driver.signal("CONT");
      // Both run now; the one without the lease ends by itself, or was complete before.
      int exit = heir.exitCode();
      soak.ended(exit);
      assertThat(exit).as(heir::log).isNotIn(2, 3, 4, 5);
    }
  }
}
