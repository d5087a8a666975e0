package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import org.saliency.spark.score.ScoreResult;
import org.saliency.spark.score.TinyVideos;

/** A frame that ends the processes of executors, and a storage that fails for one attempt. */
class LostExecutorIT {

  private static final Size SMALL = new Size(64, 36);

  @TempDir Path folder;

  @Test
  void aFrameThatEndsItsExecutorTwiceIsLeftOut() throws Exception {
    Path model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    new TinyVideos(folder.resolve("videos"), 5).add("a", 12, SMALL);
    Path home = folder.resolve("spark-home"); // executors take Spark from the class path
    Files.createDirectories(home.resolve("jars"));
    try (SparkProcess job =
        SparkProcess.start(
            folder.resolve("job.log"),
            Map.of(
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "SPARK_HOME",
                home.toString(),
                "SPARK_SCALA_VERSION",
                "2.13"),
            List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")),
            List.of(Job.class.getName(), folder.toString()))) {
      assertThat(job.exitCode()).as(job::log).isZero();
      assertThat(job.log())
          .contains("done 11, bad 1")
          .contains("frame 4: ")
          .contains("0005.png ended the process of executor");
    }
    assertThat(folder.resolve(DeadlyFiles.DEADLY)).hasSize(2);
    assertThat(folder.resolve(DeadlyFiles.FAILING)).hasSize(DeadlyFiles.FAILURES + 1);
    try (Stream<Path> maps = Files.list(folder.resolve("out/maps/a"))) {
      assertThat(maps.filter(map -> map.toString().endsWith(".png"))).hasSize(11);
    }
    assertThat(folder.resolve("out/_saliency/staging")).doesNotExist();
  }

  /** Scores the videos in a cluster of one executor at a time. */
  static final class Job {

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (SparkSession spark =
          SparkSession.builder()
              .master("local-cluster[1,1,1024]")
              .appName("lost executors")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.executor.memory", "768m")
              .config("spark.executor.extraJavaOptions", SparkProcess.QUICK_START)
              .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
              .config("spark.hadoop.fs.deadly.impl", DeadlyFiles.class.getName())
              .config("spark.hadoop." + DeadlyFiles.LOG, folder.toString())
              .getOrCreate()) {
        ScoreResult result =
            new ScoreJob(
                    spark,
                    new ScoreArguments(
                        List.of(DeadlyFiles.SCHEME + "://" + folder.resolve("videos")),
                        folder.resolve("model.pt").toString(),
                        folder.resolve("out").toString(),
                        Optional.empty(),
                        Optional.empty(),
                        Settings.load(
                                Optional.empty(),
                                Map.of(
                                    "score.tasks", "2",
                                    "score.segment-frames", "6",
                                    "score.max-bad-frames", "1"))
                            .section("score")))
                .run();
        System.out.printf(
            "done %d, bad %d%n",
            result.manifest().counts().get("done"), result.manifest().counts().get("bad"));
        result
            .bad()
            .forEach(bad -> System.out.printf("frame %d: %s%n", bad.frame(), bad.message()));
      }
    }
  }
}
