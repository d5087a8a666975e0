package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.output.CrashPoints;
import org.saliency.spark.output.SmallRun;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import org.saliency.spark.score.TinyVideos;
import org.saliency.spark.storage.ConditionalFiles;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.WritableHadoopFiles;

/**
 * Fails calls of a small run to HDFS and S3, and of a whole job: some of them, or all with {@code
 * -Dcrash.points=all}. For the local disk see {@code CrashPointsTest}.
 */
class CrashIT {

  private static final boolean ALL = "all".equals(System.getProperty("crash.points"));

  @TempDir Path folder;

  private static void fail(String place, CrashPoints points, int crashes) throws Exception {
    long calls = points.undisturbed();
    int failed = ALL ? points.failAll() : points.failEvery(Math.max(1, calls / crashes));
    System.out.println(
        place + ": " + calls + " calls, " + failed + " crash points\n" + points.table());
    assertThat(failed).isGreaterThanOrEqualTo(crashes);
  }

  @ParameterizedTest
  @EnumSource
  void aSmallRunThatFailsAtAnyCallIsCompletedByTheNext(RemoteFiles.Kind kind) throws Exception {
    Files.createDirectories(folder.resolve("server"));
    Configuration configuration = new Configuration();
    try (RemoteFiles remote = kind.start(folder.resolve("server"))) {
      remote.settings().forEach(configuration::set);
      fail(
          kind.toString(),
          new CrashPoints(
              configuration,
              remote.root(),
              "/crash",
              output -> new SmallRun(output, configuration).run()),
          3);
      requireConditionalWrites(configuration, remote.root() + "/conditional");
    }
  }

  /**
   * Of two processes that write the same file, one fails. S3Proxy accepts the conditions of writes
   * but ignores them, so that on S3 only the check before a replacement is tested.
   */
  private static void requireConditionalWrites(Configuration configuration, String file)
      throws IOException {
    ConditionalFiles files = new ConditionalFiles(new WritableHadoopFiles(configuration));
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
    files.create(path, "first");
    if (!file.startsWith("s3a:")) {
      assertThatThrownBy(() -> files.create(path, "second"))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    Optional<String> found = files.version(path);
    assertThat(found.isPresent()).isEqualTo(file.startsWith("s3a:"));
    files.replace(path, "third", found, () -> {});
    if (found.isPresent()) {
      WritableHadoopFiles.Condition isUnchanged =
          () -> {
            if (!files.version(path).equals(found)) {
              throw new FileAlreadyExistsException(file);
            }
          };
      assertThatThrownBy(() -> files.replace(path, "fourth", found, isUnchanged))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(new HadoopFiles(configuration).readText(file)).contains("third");
  }

  @Test
  void aJobThatFailsAtAnyCallIsCompletedByTheNext() throws Exception {
    SparkSession spark = TestSpark.session();
    Size size = new Size(32, 18);
    Path model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", size, 11).write(model);
    Path videos = new TinyVideos(folder.resolve("videos"), 5).add("a", 2, size).folder();
    Map<String, String> settings =
        Map.of("score.segment-frames", "1", "score.tasks", "2", "score.formats", "[png,parquet]");
    fail(
        "score on a local disk",
        new CrashPoints(
            spark.sparkContext().hadoopConfiguration(),
            "file:///",
            folder.resolve("outputs").toString(),
            output ->
                new ScoreJob(
                        spark,
                        new ScoreArguments(
                            List.of(videos.toString()),
                            model.toString(),
                            output,
                            Optional.of(videos.toString()),
                            Optional.empty(),
                            Settings.load(Optional.empty(), settings).section("score")))
                    .run()),
        2);
  }
}
