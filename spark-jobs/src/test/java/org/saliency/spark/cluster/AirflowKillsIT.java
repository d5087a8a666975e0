package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.output.FolderReader;
import org.saliency.spark.score.TinyVideos;

/**
 * Runs the scoring DAG for one date again and again for {@code -Dsoak.minutes}, while Airflow, the
 * driver, workers, executors and tasks are killed at random moments. Each round adds a video to the
 * inputs and reruns the DAG until it succeeds: then every frame is there once, nothing else is left
 * and the output is free. In the end the maps are equal to those of an undisturbed run to the bit.
 * {@code -Dsoak.seed} repeats the order of the kills. Skipped unless Airflow is installed.
 */
@EnabledIfSystemProperty(named = "soak.minutes", matches = "[0-9.]+")
class AirflowKillsIT {

  private static final Size SMALL = new Size(32, 18);
  private static final int FRAMES = 240;
  private static final int WORKERS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String DATE = "2025-03-01";

  private enum Disturbance {
    NONE,
    KILL_EXECUTOR,
    TERMINATE_EXECUTOR,
    KILL_WORKER,
    KILL_DRIVER,
    TERMINATE_DRIVER,
    /** SIGKILL to Airflow and all its child processes. */
    KILL_AIRFLOW_TREE,
    /** SIGKILL to Airflow; the driver survives it. */
    KILL_AIRFLOW,
    TERMINATE_AIRFLOW;

    private static final List<Disturbance> OF_EXECUTORS =
        List.of(NONE, NONE, NONE, KILL_EXECUTOR, TERMINATE_EXECUTOR, KILL_WORKER);

    private static final List<Disturbance> OF_RUNS =
        List.of(KILL_DRIVER, TERMINATE_DRIVER, KILL_AIRFLOW_TREE, KILL_AIRFLOW, TERMINATE_AIRFLOW);
  }

  @TempDir Path folder;

  private Soak<Disturbance> soak;
  private KilledWorkers workers;
  private AirflowEnvironment airflow;
  private TinyVideos videos;

  @Test
  void everyFrameIsScoredOnceWhateverIsKilled() throws Exception {
    try (Soak<Disturbance> kills = new Soak<>("Airflow");
        StandaloneCluster cluster = StandaloneCluster.start(folder)) {
      soak = kills;
      airflow = AirflowEnvironment.find(folder.resolve("home"));
      prepare(cluster.url());
      workers = new KilledWorkers(cluster, soak.random(), WORKERS);
      while (!soak.isOver()) {
        int round = soak.nextRound();
        videos.add("video" + round, FRAMES, SMALL);
        scoreDisturbed();
        awaitTheLastDriver();
        assertComplete(round);
        soak.printRound();
      }
      assertSameAsUndisturbed();
    } finally {
      drivers().forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void prepare(String cluster) throws Exception {
    videos = new TinyVideos(folder.resolve("videos"), 5);
    Model.create("deeplab-resnet18", SMALL, 11).write(folder.resolve("model.pt"));
    Files.writeString(
        folder.resolve("soak.conf"),
        "score { segment-frames = 4, tasks = 8, lease-renewal-seconds = 1, lease-expiry-seconds = 6"
            + " }");
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Files.writeString(
        Files.createDirectory(folder.resolve("spark-conf")).resolve("spark-defaults.conf"),
        String.join(
            "\n",
            "spark.ui.enabled false",
            "spark.cores.max 2",
            "spark.executor.cores 1",
            "spark.executor.memory 800m",
            "spark.sql.shuffle.partitions 2",
            "spark.driver.extraClassPath " + Path.of("target/test-classes").toAbsolutePath(),
            "spark.executor.extraClassPath " + Path.of("target/test-classes").toAbsolutePath(),
            "spark.driver.extraJavaOptions " + SparkProcess.QUICK_START + inFolder(temporary),
            "spark.executor.extraJavaOptions " + SparkProcess.QUICK_START + inFolder(temporary),
            "spark.plugins " + TaskKiller.class.getName()));
    airflow
        .with(
            "AIRFLOW_CONN_SALIENCY_SPARK",
            "{\"conn_type\": \"spark\", \"host\": \"" + cluster + "\"}")
        .with("SPARK_CONF_DIR", folder.resolve("spark-conf").toString())
        .with("SALIENCY_JAR", Path.of("target/saliency-spark.jar").toAbsolutePath().toString())
        .with("SALIENCY_VIDEOS", videos.folder().toString())
        .with("SALIENCY_MODEL", folder.resolve("model.pt").toString())
        .with("SALIENCY_OUTPUT", folder.resolve("out").toString())
        .with("SALIENCY_RETRY_SECONDS", "1");
    airflow.run("airflow", "db", "migrate").requireSuccess();
    airflow.run("airflow", "pools", "set", "saliency", "1", "Spark").requireSuccess();
  }

  private static String inFolder(Path temporary) {
    return " -Djava.io.tmpdir=" + temporary;
  }

  private ScoredFolder output() {
    return new ScoredFolder(
        folder.resolve("out/scoring/20250301T000000/scores").toString(), new Configuration());
  }

  /** Runs the DAG until it succeeds. */
  private void scoreDisturbed() throws Exception {
    int exit = -1;
    while (exit != 0) {
      Path log = folder.resolve("airflow-" + soak.nextRun() + ".log");
      Process run = start(log);
      try {
        long published = segments();
        while (run.isAlive()) {
          Thread.sleep(300 + soak.random().nextInt(4_000));
          if (run.isAlive() && !soak.isOver() && disturb(run, published)) {
            published = segments();
          }
        }
        exit = run.exitValue();
        soak.ended(exit);
        assertThat(Files.readString(log)).doesNotContain("(not retried)");
      } finally {
        run.destroyForcibly();
      }
    }
  }

  private Process start(Path log) throws IOException {
    String params =
        String.format(
            Locale.ROOT,
            "{\"config\": \"%s\", \"device\": \"cpu\", \"spark_conf\": {\"%s\": \"%d\", \"%s\":"
                + " \"3000\"}}",
            folder.resolve("soak.conf"),
            TaskKiller.SEED,
            soak.random().nextLong(),
            TaskKiller.MEAN_MILLIS);
    return airflow.start(log, "airflow", "dags", "test", "saliency_scoring", DATE, "-c", params);
  }

  /**
   * Disturbs a run. Airflow and the driver, which take a while to start, are mostly left alone
   * until they have published something.
   *
   * @return whether Airflow or the driver was ended
   */
  private boolean disturb(Process run, long published) throws Exception {
    boolean isEnd = segments() > published || soak.random().nextInt(20) == 0;
    List<Disturbance> kinds = isEnd ? Disturbance.OF_RUNS : Disturbance.OF_EXECUTORS;
    Disturbance kind = kinds.get(soak.random().nextInt(kinds.size()));
    soak.disturbed(kind);
    switch (kind) {
      case NONE -> {}
      case KILL_EXECUTOR -> workers.anExecutor().forEach(ProcessHandle::destroyForcibly);
      case TERMINATE_EXECUTOR -> workers.anExecutor().forEach(ProcessHandle::destroy);
      case KILL_WORKER -> workers.killOne();
      case KILL_DRIVER -> drivers().forEach(ProcessHandle::destroyForcibly);
      case TERMINATE_DRIVER -> drivers().forEach(ProcessHandle::destroy);
      case KILL_AIRFLOW_TREE -> {
        List<ProcessHandle> children = run.descendants().toList();
        run.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
      }
      case KILL_AIRFLOW -> run.destroyForcibly().waitFor();
      case TERMINATE_AIRFLOW -> run.destroy();
    }
    return isEnd;
  }

  /** Drivers of this test, also those whose Airflow was killed. */
  private List<ProcessHandle> drivers() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(List::of)
                    .filter(arguments -> arguments.contains("org.apache.spark.deploy.SparkSubmit"))
                    .filter(arguments -> arguments.contains(output().path()))
                    .isPresent())
        .toList();
  }

  private void awaitTheLastDriver() throws Exception {
    SparkProcess.await("the last driver has ended", PATIENCE, () -> drivers().isEmpty());
  }

  private long segments() throws IOException {
    Path records = Path.of(output().path(), "_saliency/segments");
    return Files.exists(records) ? files(records).size() : 0;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).map(folder::relativize).toList();
    }
  }

  private void assertComplete(int rounds) throws IOException {
    JsonNode manifest =
        new ObjectMapper().readTree(Path.of(output().path(), "manifest.json").toFile());
    assertThat(manifest.get("status").asText()).isEqualTo("complete");
    int frames = rounds * FRAMES;
    assertThat(manifest.at("/counts/done").asInt() + manifest.at("/counts/resumed").asInt())
        .isEqualTo(manifest.at("/counts/planned").asInt())
        .isEqualTo(frames);
    assertThat(output().maps()).hasSize(frames);
    assertThat(output().rows("predictions", "video", "frame"))
        .hasSize(frames)
        .doesNotHaveDuplicates();
    assertThat(new FolderReader(output().path(), new Configuration()).lease()).isEmpty();
    assertThat(files(folder.resolve("out")))
        .noneMatch(file -> file.toString().matches(".*(partial|staging|_temporary|tmp).*"));
  }

  private void assertSameAsUndisturbed() throws Exception {
    SparkProcess.await("the executors have ended", PATIENCE, () -> workers.anExecutor().isEmpty());
    ScoredFolder undisturbed =
        new ScoredFolder(folder.resolve("undisturbed").toString(), new Configuration());
    String command =
        String.format(
            Locale.ROOT,
            "spark-submit --master local[2] --class org.saliency.spark.cli.Main"
                + " target/saliency-spark.jar score --formats png,parquet --device cpu"
                + " --input %s --model %s --config %s --output %s",
            videos.folder(),
            folder.resolve("model.pt"),
            folder.resolve("soak.conf"),
            undisturbed.path());
    airflow.run(command.split(" ")).requireSuccess();
    output().assertSameMapsAs(undisturbed);
    assertThat(kinds(output())).isEqualTo(kinds(undisturbed));
    assertThat(parts("predictions", ".parquet")).isEqualTo(parts("_saliency/segments", ".json"));
    // What killed processes leave is deleted by the next one.
    assertThat(folder.resolve("temporary"))
        .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("saliency-"));
  }

  /** Folders of an output with the endings of their files. */
  private static Set<String> kinds(ScoredFolder scored) throws IOException {
    return files(Path.of(scored.path())).stream()
        .map(file -> file.getParent() + " " + file.toString().replaceAll(".*[.]", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of files in a folder of the output, without their endings. */
  private Set<String> parts(String name, String ending) throws IOException {
    return files(Path.of(output().path(), name)).stream()
        .map(file -> file.getFileName().toString())
        .peek(file -> assertThat(file).endsWith(ending))
        .map(file -> file.substring(0, file.length() - ending.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
