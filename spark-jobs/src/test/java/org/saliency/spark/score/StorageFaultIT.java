package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.FailingFiles;
import org.saliency.spark.TestSpark;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.results.Manifest;
import org.saliency.video.PictureKind;
import org.saliency.video.VideoTiming;
import org.saliency.video.VideoWriter;

/** A storage that fails is no damaged content. In local mode, each attempt is the last. */
class StorageFaultIT {

  private static final Size SMALL = new Size(64, 36);
  private static final int FRAMES = 6;

  @TempDir static Path shared;
  private static Path model;
  private static Path pictures;
  private static Path videos;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  @BeforeAll
  static void makeInputs() throws IOException {
    model = shared.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    pictures = new TinyVideos(shared.resolve("pictures"), 5).add("a", FRAMES, SMALL).folder();
    videos = Files.createDirectories(shared.resolve("videos"));
    try (VideoWriter writer =
        VideoWriter.create(
            videos.resolve("v.mp4"), SMALL, PictureKind.COLOUR, new VideoTiming(90_000, 0))) {
      for (int i = 0; i < FRAMES; i++) {
        byte[] rgb = new byte[3 * SMALL.pixels()];
        for (int at = 0; at < rgb.length; at++) {
          rgb[at] = (byte) (at * (i + 7) * 31);
        }
        writer.add(rgb, 40_000L * i, 40_000);
      }
      writer.finish();
    }
  }

  @BeforeEach
  void register() {
    FailingFiles.register(spark.sparkContext().hadoopConfiguration());
  }

  @AfterEach
  void repair() {
    FailingFiles.repair();
  }

  private ScoreJob job(Path input, Optional<Path> truth, String output, String... settings) {
    return ScoreJobs.of(
        spark,
        model,
        FailingFiles.uri(input),
        folder.resolve(output).toString(),
        truth.map(FailingFiles::uri),
        settings);
  }

  private List<Row> quarantine(String output) {
    return spark.read().parquet(folder.resolve(output + "/quarantine").toString()).collectAsList();
  }

  /** Throws on every access to a file, after as many have passed. */
  private static FailingFiles.Fault after(int passed, String name, IOException error) {
    AtomicInteger calls = new AtomicInteger();
    return file -> {
      if (file.getName().equals(name) && calls.incrementAndGet() > passed) {
        throw error;
      }
    };
  }

  /** Throws on some accesses to a file, after as many have passed. */
  private static FailingFiles.Fault times(int passed, int failures, String name) {
    AtomicInteger calls = new AtomicInteger();
    return file -> {
      if (file.getName().equals(name)) {
        int call = calls.incrementAndGet();
        if (call > passed && call <= passed + failures) {
          throw new SocketException("Connection reset");
        }
      }
    };
  }

  private void assertOneBad(Manifest manifest, String output, String stage, String error) {
    assertThat(manifest.counts()).containsEntry("bad", 1L).containsEntry("done", FRAMES - 1L);
    assertThat(quarantine(output))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getInt(1)).isEqualTo(2);
              assertThat(row.getString(2)).isEqualTo(stage);
              assertThat(row.getString(3)).isEqualTo(error);
              assertThat(row.getString(4)).contains("0003.png");
            });
  }

  @Test
  void aHiccupIsReadAgain() throws Exception {
    FailingFiles.onRead(times(1, 2, "0003.png"));

    Manifest manifest = job(pictures, Optional.empty(), "out").run().manifest();

    assertThat(manifest.counts()).containsEntry("bad", 0L).containsEntry("done", (long) FRAMES);
  }

  @Test
  void aFrameOfAFailingStorageIsQuarantinedWithItsCauseByTheLastAttempt() throws Exception {
    FailingFiles.onRead(after(0, "0003.png", new SocketException("Connection reset")));

    Manifest manifest = job(pictures, Optional.empty(), "out", "max-bad-frames=1").run().manifest();

    assertOneBad(manifest, "out", "decode", "java.net.SocketException");
    assertThat(quarantine("out").get(0).getString(4)).contains("(Connection reset)");
    FailingFiles.repair();
    manifest = job(pictures, Optional.empty(), "out").run().manifest();
    assertThat(manifest.counts()).containsEntry("bad", 0L);
  }

  @Test
  void aFileThatIsGoneIsNamed() throws Exception {
    FailingFiles.onOpen(after(0, "0003.png", new FileNotFoundException("no such file")));

    Manifest manifest = job(pictures, Optional.empty(), "out", "max-bad-frames=1").run().manifest();

    assertOneBad(manifest, "out", "decode", "java.io.FileNotFoundException");
    assertThat(quarantine("out").get(0).getString(4)).contains("does not exist any more");
  }

  @Test
  void truthOfAFailingStorageIsReadAgain() throws Exception {
    // the picture, its map and its fixations have the same name
    AtomicInteger calls = new AtomicInteger();
    FailingFiles.onOpen(
        file -> {
          if (file.toString().contains("/gaussians/0003.png") && calls.incrementAndGet() <= 2) {
            throw new SocketException("Connection reset");
          }
        });

    Manifest manifest = job(pictures, Optional.of(pictures), "out").run().manifest();

    assertThat(calls).hasValue(3);
    assertThat(manifest.counts()).containsEntry("bad", 0L);
  }

  @Test
  void truthThatStaysUnreadableIsQuarantinedWithItsCause() throws Exception {
    FailingFiles.onOpen(
        file -> {
          if (file.toString().contains("/fixations/0003.png")) {
            throw new SocketException("Connection reset");
          }
        });

    Manifest manifest =
        job(pictures, Optional.of(pictures), "out", "max-bad-frames=1").run().manifest();

    assertOneBad(manifest, "out", "ground-truth", "java.net.SocketException");
  }

  @Test
  void anErrorInTheMiddleOfAVideoFileIsNotInvalidData() throws Exception {
    job(videos, Optional.empty(), "undisturbed").run();
    AtomicInteger reads = new AtomicInteger();
    FailingFiles.onRead(file -> reads.incrementAndGet());
    job(videos, Optional.empty(), "counted", "tasks=1").run();
    for (int passed = reads.get() / 2; passed < reads.get(); passed++) {
      FailingFiles.onRead(times(passed, 1, "v.mp4"));
      String output = "out" + passed;

      Manifest manifest = job(videos, Optional.empty(), output, "tasks=1").run().manifest();

      assertThat(manifest.counts()).containsEntry("bad", 0L).containsEntry("done", (long) FRAMES);
      for (int i = 1; i <= FRAMES; i++) {
        String map = "/maps/v/00000" + i + ".png";
        assertThat(folder.resolve(output + map))
            .hasSameBinaryContentAs(folder.resolve("undisturbed" + map));
      }
    }
  }

  @Test
  void aVideoFileThatCannotBeReadWhilePlanningFailsTheRun() {
    FailingFiles.onRead(after(0, "v.mp4", new IOException("the disk is gone")));

    UserException error =
        assertThatExceptionOfType(UserException.class)
            .isThrownBy(() -> unwrapped(() -> job(videos, Optional.empty(), "out").run()))
            .actual();

    assertThat(error.kind()).isEqualTo(UserException.Kind.INPUT);
    assertThat(error).hasMessageContaining("v.mp4").hasMessageContaining("(the disk is gone)");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aPictureThatCannotBeReadWhilePlanningFailsTheRun() {
    FailingFiles.onOpen(after(0, "0001.png", new IOException("the disk is gone")));

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> job(pictures, Optional.empty(), "out", "max-bad-frames=9").run())
        .withMessageContaining("(the disk is gone)");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void evaluationReadsAgainAndThenNamesTheFile() throws Exception {
    Path predictions = pictures.resolve("a/gaussians");
    FailingFiles.onOpen(times(0, 2, "0003.png"));
    evaluate(predictions, "out").run();

    FailingFiles.onOpen(after(0, "0003.png", new SocketException("Connection reset")));
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> evaluate(predictions, "other").run())
        .withMessageContaining("0003.png cannot be read (Connection reset)");
  }

  @Test
  void theDataSourceReadsAgainAndThenNamesTheFile() {
    FailingFiles.onOpen(times(1, 2, "v.mp4")); // the first is that of the index
    assertThat(images()).hasSize(FRAMES).noneMatch(row -> row.isNullAt(1));

    FailingFiles.onRead(after(0, "v.mp4", new SocketException("Connection reset")));
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> unwrapped(this::images))
        .withMessageContaining("v.mp4 cannot be read (Connection reset)");
  }

  private List<Row> images() {
    return spark
        .read()
        .format("saliency-video")
        .load(FailingFiles.uri(videos))
        .select("frame", "image")
        .collectAsList();
  }

  private EvaluateJob evaluate(Path maps, String output) throws IOException {
    Path predictions = Files.createDirectories(folder.resolve(output + "-maps/a"));
    for (int i = 1; i <= FRAMES; i++) {
      Files.copy(maps.resolve("000" + i + ".png"), predictions.resolve("000" + i + ".png"));
    }
    return new EvaluateJob(
        spark,
        new EvaluateArguments(
            FailingFiles.uri(predictions.getParent()),
            FailingFiles.uri(pictures),
            Optional.empty(),
            folder.resolve(output).toString(),
            Settings.load(Optional.empty(), java.util.Map.of()).section("evaluate")));
  }

  private interface Run {
    void run() throws Exception;
  }

  /** Throws the user's error that Spark wraps, as the command line finds it. */
  private static void unwrapped(Run run) throws Exception {
    try {
      run.run();
    } catch (Exception e) {
      throw org.saliency.spark.task.SparkErrors.userError(e).map(Exception.class::cast).orElse(e);
    }
  }
}
