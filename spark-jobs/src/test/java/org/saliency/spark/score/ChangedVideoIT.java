package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.source.SampleVideo;
import org.saliency.spark.storage.HadoopFiles;

/** Video files that are replaced or changed while they are scored. */
class ChangedVideoIT {

  private static final Size SIZE = new Size(64, 36);
  private static final int FRAMES = 70;

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static SparkSession spark;
  private static Path model;
  private Path video;
  private Path other;
  private Path output;

  @BeforeAll
  static void createModel() throws IOException {
    spark = TestSpark.session();
    WatchedFiles.register(spark.sparkContext().hadoopConfiguration());
    model = shared.resolve("m.pt");
    Model.create("deeplab-resnet18", SIZE, 1).write(model);
  }

  @BeforeEach
  void makeVideos() {
    video = SampleVideo.write(folder.resolve("in/v.mp4"), FRAMES, SIZE, 1);
    other = SampleVideo.write(folder.resolve("other.mp4"), FRAMES + 4, SIZE, 2);
    output = folder.resolve("out");
  }

  @AfterEach
  void unwatch() {
    WatchedFiles.unwatch();
  }

  private ScoreJob job(String input) {
    return ScoreJobs.of(
        spark,
        model,
        input,
        WatchedFiles.uri(output),
        Optional.empty(),
        "tasks=1",
        "segment-frames=35",
        "formats=[png,mp4]");
  }

  private interface Change {
    void run() throws IOException;
  }

  /** Changes something before a file of the output is created for the n-th time. */
  private static void whenWriting(String name, int time, Change change) {
    AtomicInteger times = new AtomicInteger();
    WatchedFiles.watch(
        WatchedFiles::nothing,
        file -> {
          if (file.getName().contains(name) && times.incrementAndGet() == time) {
            try {
              change.run();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
  }

  private void replace() throws IOException {
    Files.move(other, video, StandardCopyOption.REPLACE_EXISTING);
  }

  private void assertChanged(String input) throws IOException {
    assertThatThrownBy(() -> job(input).run())
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.BAD_FRAMES))
        .hasMessageContaining("/in/v.mp4 was changed during the run")
        .hasMessageContaining("rerun the same command");
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    assertThat(Manifest.read(files, output.toString()).orElseThrow().status())
        .isEqualTo(Manifest.Status.INCOMPLETE);
    WatchedFiles.unwatch();
  }

  private static Map<String, Integer> maps(Path output) throws IOException {
    Map<String, Integer> maps = new TreeMap<>();
    if (!Files.exists(output.resolve("maps"))) {
      return maps;
    }
    try (Stream<Path> files = Files.walk(output.resolve("maps"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        maps.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return maps;
  }

  private void assertCompletedWithTheNewVideo(String input, int frames) throws Exception {
    Manifest rerun = job(input).run().manifest();
    assertThat(rerun.status()).isEqualTo(Manifest.Status.COMPLETE);
    assertThat(rerun.counts()).containsEntry("done", (long) frames).containsEntry("resumed", 0L);
    Map<String, Integer> completed = maps(output);
    output = folder.resolve("fresh");
    job(input).run();
    assertThat(completed).hasSize(frames).isEqualTo(maps(output));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aVideoThatIsReplacedBeforeItIsReadHasNoMaps(boolean isOnHadoop) throws Exception {
    String input = isOnHadoop ? WatchedFiles.uri(video.getParent()) : video.getParent().toString();
    whenWriting("plan.json", 1, this::replace);

    assertChanged(input);

    assertThat(maps(output)).isEmpty();
    assertCompletedWithTheNewVideo(input, FRAMES + 4);
  }

  @Test
  void aVideoThatIsOverwrittenHalfwayKeepsMapsOfOneVideoOnly() throws Exception {
    String input = WatchedFiles.uri(video.getParent());
    job(input).run();
    Map<String, Integer> before = maps(output);
    output = folder.resolve("second");
    whenWriting("000037.png", 1, () -> Files.write(video, Files.readAllBytes(other)));

    assertChanged(input);

    assertThat(maps(output))
        .hasSize(FRAMES / 2)
        .allSatisfy((name, map) -> assertThat(map).isEqualTo(before.get(name)));
    assertCompletedWithTheNewVideo(input, FRAMES + 4);
  }

  @Test
  void aVideoOfTheSameLengthHasANewTime() throws Exception {
    String input = video.getParent().toString();
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 5_000);
    whenWriting("record.json", 1, () -> Files.setLastModifiedTime(video, later));

    assertChanged(input);

    assertThat(maps(output)).hasSize(FRAMES / 2);
    assertCompletedWithTheNewVideo(input, FRAMES);
  }
}
