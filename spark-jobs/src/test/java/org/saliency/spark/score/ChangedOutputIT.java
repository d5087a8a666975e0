package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.Manifest;

/** Published files whose bytes something else changed, their sizes the same. */
class ChangedOutputIT {

  private static final Size SIZE = new Size(64, 36);

  @TempDir Path folder;
  private Path model;
  private Path videos;
  private Path output;

  private final SparkSession spark = TestSpark.session();

  @BeforeEach
  void scoreOnce() throws Exception {
    model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", SIZE, 11).write(model);
    videos =
        new TinyVideos(folder.resolve("videos"), 5).add("a", 4, SIZE).add("b", 2, SIZE).folder();
    output = folder.resolve("out");
    assertThat(score().counts()).containsEntry("done", 6L);
  }

  /** Two frames a segment: a has two segments, b one. */
  private Manifest score() throws InterruptedException {
    return ScoreJobs.of(
            spark,
            model,
            videos,
            output,
            Optional.of(videos),
            "segment-frames=2",
            "tasks=1",
            "formats=[png,png16,density16,parquet,mp4]")
        .run()
        .manifest();
  }

  private Map<String, String> files(String glob) throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + output + "/" + glob);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(output)) {
      for (Path path : paths.filter(Files::isRegularFile).filter(matcher::matches).toList()) {
        files.put(path.toString(), java.util.HexFormat.of().formatHex(Files.readAllBytes(path)));
      }
    }
    return files;
  }

  private Map<String, String> pictures() throws IOException {
    return files("{maps,maps16,density16,saliency_videos}/**");
  }

  private Iterable<Row> rows(String table) {
    return spark.read().parquet(output.resolve(table).toString()).collectAsList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // A segment that is scored again takes all of its joined video with it.
    "maps/a/0003.png, 4",
    "maps16/b/0001.png, 2",
    "density16/b/0002.png, 2",
    "predictions/video=a/*.parquet, 4",
    "frame_metrics/b-*.parquet, 2",
    "saliency_videos/b.mp4, 2"
  })
  void aFileWithOtherBytesOfTheSameNumberIsWrittenAgain(String glob, long frames) throws Exception {
    Map<String, String> before = pictures();
    Iterable<Row> predictions = rows("predictions");
    Iterable<Row> metrics = rows("frame_metrics");
    Path changed = Path.of(files(glob).keySet().iterator().next());
    byte[] bytes = Files.readAllBytes(changed);
    bytes[bytes.length / 2] ^= 1;
    Files.write(changed, bytes);

    Map<String, Long> counts = score().counts();

    assertThat(counts).containsEntry("done", frames).containsEntry("resumed", 6 - frames);
    assertThat(counts.get("changed_segments")).isPositive();
    assertThat(pictures()).isEqualTo(before);
    assertThat(rows("predictions")).containsExactlyInAnyOrderElementsOf(predictions);
    assertThat(rows("frame_metrics")).containsExactlyInAnyOrderElementsOf(metrics);
  }

  @Test
  void filesThatWereOnlyTouchedOrCopiedAreKept() throws Exception {
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 60_000);
    for (String file :
        files("{maps,maps16,density16,predictions,frame_metrics,saliency_videos}/**").keySet()) {
      Files.setLastModifiedTime(Path.of(file), later);
    }

    assertThat(score().counts()).containsEntry("resumed", 6L).containsEntry("changed_segments", 0L);
  }
}
