package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.SmallDisk;
import org.saliency.spark.TaskWarnings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.ExecutorUse;
import org.saliency.spark.results.Manifest;

/** Errors of the output and stalls: a one-line message of the right kind, no partial results. */
class ScoreErrorsIT {

  private static final Size SMALL = new Size(64, 36);

  @TempDir static Path shared;
  private static Path model;
  private static Path videos;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  @BeforeAll
  static void makeModelAndVideos() throws IOException {
    model = shared.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    videos = new TinyVideos(shared.resolve("videos"), 5).add("a", 20, SMALL).folder();
  }

  private ScoreJob job(Path output, String... settings) {
    return jobOn(videos, output, settings);
  }

  private ScoreJob jobOn(Path input, Path output, String... settings) {
    return ScoreJobs.of(spark, model, input, output, Optional.of(input), settings);
  }

  private ScoreJob jobOn(String output, String... settings) {
    String input = videos.toString();
    return ScoreJobs.of(spark, model, input, output, Optional.of(input), settings);
  }

  private static UserException rejected(ScoreJob job) {
    return assertThatExceptionOfType(UserException.class).isThrownBy(job::run).actual();
  }

  private static Path lease(Path output) {
    return output.resolve("_saliency/lease.json");
  }

  @Test
  void outputOfALiveRunIsRejectedUntilItsLeaseExpires() throws Exception {
    Path output = folder.resolve("out");
    job(output).run();
    Files.writeString(
        lease(output),
        "{\"run\":\"r\",\"application\":\"app-7\",\"host\":\"node3\",\"process\":42,\"since\":\"now\"}");
    String manifest = Files.readString(output.resolve("manifest.json"));

    UserException error = rejected(job(output, "wait=false"));
    assertThat(error.kind()).isEqualTo(UserException.Kind.BUSY);
    assertThat(error).hasMessageContaining("app-7 (process 42 on node3, since now)");
    assertThat(output.resolve("manifest.json")).hasContent(manifest);

    Files.setLastModifiedTime(lease(output), FileTime.from(Instant.now().minusSeconds(121)));
    assertThat(job(output).run().manifest().counts()).containsEntry("resumed", 20L);
    assertThat(lease(output)).doesNotExist();
  }

  @Test
  void manifestListsTheUseOfExecutors() throws Exception {
    Manifest manifest = job(folder.resolve("out")).run().manifest();

    assertThat(manifest.executors()).hasSize(1);
    ExecutorUse use = manifest.executors().get(0);
    assertThat(use.executor()).isEqualTo("driver");
    assertThat(use.device()).startsWith(manifest.device() + "(");
    assertThat(use.address()).isEmpty();
    assertThat(use.batchSize()).isEqualTo(2);
    assertThat(use.modelsOpened()).isPositive();
    assertThat(use.deviceSeconds()).isPositive();
    assertThat(use.deviceBusyShare()).isBetween(1e-6, 1.0);
  }

  @Test
  void stalledFrameIsReportedOnTheDriverWhileTheTaskWaits() throws Exception {
    Path input = folder.resolve("videos");
    new TinyVideos(input, 5).add("a", 6, SMALL);
    Path third = input.resolve("a/frames/0003.png");
    byte[] picture = Files.readAllBytes(third);
    Files.delete(third);
    assertThat(new ProcessBuilder("mkfifo", third.toString()).start().waitFor()).isZero();
    TaskWarnings warnings = new TaskWarnings();
    AtomicReference<String> warning = new AtomicReference<>();
    spark.sparkContext().addSparkListener(warnings);
    try {
      // The pipe has no writer until the warning is logged.
      Thread writer =
          new Thread(
              () -> {
                try {
                  warning.set(warnings.next());
                  Files.write(third, picture);
                } catch (InterruptedException | IOException e) {
                  warning.set(e.toString());
                }
              });
      writer.start();
      Manifest manifest = jobOn(input, folder.resolve("out"), "stall-seconds=1").run().manifest();
      writer.join();

      assertThat(warning.get())
          .contains("on executor driver")
          .contains("no progress for 1 s: decode has been at frame 2 (0003) of video 'a' for 1 s");
      assertThat(manifest.counts()).containsEntry("done", 6L);
    } finally {
      spark.sparkContext().removeSparkListener(warnings);
    }
  }

  @Test
  void unwritableOutputIsRejectedBeforeAnyWork() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    UserException error = rejected(job(file.resolve("out")));

    assertThat(error.kind()).isEqualTo(UserException.Kind.USAGE);
    assertThat(error).hasMessageContaining(file.resolve("out") + " cannot be written");
  }

  @Test
  void fullDiskKeepsPublishedSegmentsAndARerunScoresTheRest() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path output = disk.resolve("out");
    try (SmallDisk small = SmallDisk.in(disk, 160, spark.sparkContext().hadoopConfiguration())) {
      String[] settings = {"segment-frames=2", "tasks=1"};
      UserException error = rejected(jobOn(small.path(output), settings));

      assertThat(error.kind()).isEqualTo(UserException.Kind.USAGE);
      assertThat(error)
          .hasMessageContaining(output.toString())
          .hasMessageContaining("No space left on device");
      assertThat(error.getMessage()).doesNotContain("\n");
      long published = records(output).size();
      assertThat(published).isBetween(1L, 9L);

      small.resize(20 << 10);
      Manifest again = jobOn(small.path(output), settings).run().manifest();
      assertThat(again.counts()).containsEntry("resumed", 2 * published);
      assertThat(again.counts()).containsEntry("done", 20 - 2 * published);
      Path elsewhere = folder.resolve("elsewhere");
      job(elsewhere).run();
      assertThat(output.resolve("video_metrics.csv"))
          .hasSameTextualContentAs(elsewhere.resolve("video_metrics.csv"));
    }
  }

  private static List<Path> records(Path output) throws IOException {
    try (Stream<Path> records = Files.list(output.resolve("_saliency/segments/a"))) {
      return records.filter(path -> !path.getFileName().toString().startsWith(".")).toList();
    }
  }

  @Test
  void failedRunIsRecordedAndReleasesTheOutput() throws Exception {
    Path output = folder.resolve("out");
    job(output).run();
    Files.delete(records(output).get(0));
    Path rows = output.resolve("predictions/video=a");
    assertThat(rows.toFile().renameTo(folder.resolve("rows").toFile())).isTrue();
    Files.writeString(rows, "a file in place of a folder");

    UserException error = rejected(job(output));

    assertThat(error).hasMessageContaining(output.toString()).hasMessageContaining("video=a");
    assertThat(Files.readString(output.resolve("manifest.json")))
        .contains("\"failed\"")
        .contains("video=a");
    assertThat(lease(output)).doesNotExist();
  }
}
