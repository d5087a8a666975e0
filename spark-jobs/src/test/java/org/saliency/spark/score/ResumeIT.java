package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.results.Manifest;

/** What a second run into the same output keeps, and what it scores again. */
class ResumeIT {

  private static final Size SIZE = new Size(64, 36);

  /** Two frames a segment: a has three segments, b two. */
  private static final String[] SEGMENTS = {"segment-frames=2", "tasks=1"};

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
        new TinyVideos(folder.resolve("videos"), 5).add("a", 6, SIZE).add("b", 4, SIZE).folder();
    output = folder.resolve("out");
    assertThat(score(videos, output).counts()).containsEntry("done", 10L);
  }

  private Manifest score(Path input, Path to, String... more) throws InterruptedException {
    String[] settings = Stream.concat(Stream.of(SEGMENTS), Stream.of(more)).toArray(String[]::new);
    return ScoreJobs.of(spark, model, input, to, Optional.of(input), settings).run().manifest();
  }

  /** Maps and means equal those of a run into an empty folder. */
  private void assertLikeNew(Path input) throws Exception {
    Path fresh = folder.resolve("fresh");
    score(input, fresh);
    assertThat(files(output.resolve("maps"))).isEqualTo(files(fresh.resolve("maps")));
    assertThat(output.resolve("video_metrics.csv"))
        .hasSameTextualContentAs(fresh.resolve("video_metrics.csv"));
    assertThat(spark.read().parquet(output.resolve("frame_metrics").toString()).collectAsList())
        .hasSameElementsAs(
            spark.read().parquet(fresh.resolve("frame_metrics").toString()).collectAsList());
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(
            root.relativize(path).toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
      }
    }
    return files;
  }

  /** Replaces a file by another of the same data set, as if it had been edited later. */
  private void replace(String file, String by) throws IOException {
    Path target = videos.resolve(file);
    Files.copy(videos.resolve(by), target, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(target, FileTime.fromMillis(1_700_000_000_000L));
  }

  @Test
  void anUnchangedDataSetIsNotScoredAgain() throws Exception {
    assertThat(score(videos, output).counts())
        .containsEntry("resumed", 10L)
        .containsEntry("done", 0L)
        .containsEntry("changed_segments", 0L);
  }

  @Test
  void aSegmentWhoseFrameChangedIsScoredAgain() throws Exception {
    replace("a/frames/0003.png", "b/frames/0001.png");

    assertThat(score(videos, output).counts())
        .containsEntry("resumed", 8L)
        .containsEntry("done", 2L)
        .containsEntry("changed_segments", 1L);
    assertLikeNew(videos);
  }

  @Test
  void aSegmentWhoseTruthChangedIsMeasuredAgain() throws Exception {
    replace("b/gaussians/0004.png", "a/gaussians/0001.png");

    assertThat(score(videos, output).counts()).containsEntry("changed_segments", 1L);
    assertLikeNew(videos);
  }

  @Test
  void videosOfTheSameNamesInAnotherFolderAreScoredAgain() throws Exception {
    Path other =
        new TinyVideos(folder.resolve("other"), 6).add("a", 6, SIZE).add("b", 4, SIZE).folder();

    // The ground truth is part of the settings; without it the input alone differs.
    Path bare = folder.resolve("bare");
    ScoreJobs.of(spark, model, videos, bare, Optional.empty(), SEGMENTS).run();
    Manifest again =
        ScoreJobs.of(spark, model, other, bare, Optional.empty(), SEGMENTS).run().manifest();

    assertThat(again.counts()).containsEntry("resumed", 0L).containsEntry("done", 10L);
  }

  @Test
  void aShorterVideoLosesTheResultsOfItsLastFrames() throws Exception {
    for (String part : new String[] {"frames", "gaussians", "fixations"}) {
      Files.delete(videos.resolve("a").resolve(part).resolve("0005.png"));
      Files.delete(videos.resolve("a").resolve(part).resolve("0006.png"));
    }

    assertThat(score(videos, output).counts())
        .containsEntry("planned", 8L)
        .containsEntry("resumed", 8L);
    assertThat(output.resolve("maps/a/0006.png")).doesNotExist();
    assertLikeNew(videos);
  }

  @Test
  void aTruncatedOrEmptyMapIsScoredAgain() throws Exception {
    byte[] map = Files.readAllBytes(output.resolve("maps/a/0001.png"));
    Files.write(output.resolve("maps/a/0001.png"), java.util.Arrays.copyOf(map, map.length / 2));
    Files.write(output.resolve("maps/b/0003.png"), new byte[0]);

    assertThat(score(videos, output).counts()).containsEntry("done", 4L);
    assertLikeNew(videos);
  }

  @Test
  void thePrecisionThatAutoStandsForMayBeNamed() throws Exception {
    String used = score(videos, output).model().precision();

    assertThat(score(videos, output, "precision=" + used).counts()).containsEntry("resumed", 10L);
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(
            () -> score(videos, output, "precision=" + (used.equals("fp32") ? "bf16" : "fp32")))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.OUTPUT));
  }

  @Test
  void weightsThatWereReplacedUnderAnUnchangedDescriptionAreAnotherModel() throws Exception {
    Model present = Model.read(model);
    Model other = Model.create("deeplab-resnet18", SIZE, 12);
    org.saliency.torchscript.ArchiveWriter.write(
        model,
        other.network(),
        other.weights(),
        Map.of("saliency.json", org.saliency.json.Json.write(present.description())));

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> score(videos, output))
        .withMessageContaining("another model");
  }

  @Test
  void evaluateRefusesAFolderThatHoldsAnythingButItsOwnTables() throws Exception {
    Path maps = folder.resolve("maps-of-others");
    Files.createDirectories(maps.resolve("a"));
    Files.copy(output.resolve("maps/a/0001.png"), maps.resolve("a/0001.png"));
    Map<String, String> before = files(maps);
    Map<String, String> scored = files(output);

    for (Path target : new Path[] {maps, output, videos, model.getParent()}) {
      assertThatExceptionOfType(UserException.class)
          .isThrownBy(
              () ->
                  new EvaluateJob(
                          spark,
                          new EvaluateArguments(
                              output.toString(),
                              videos.toString(),
                              Optional.empty(),
                              target.toString(),
                              Settings.load(Optional.empty(), Map.of()).section("evaluate")))
                      .run())
          .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.OUTPUT));
    }
    assertThat(files(maps)).isEqualTo(before);
    assertThat(files(output)).isEqualTo(scored);
  }

  @Test
  void aVideoThatIsGoneFromTheSameInputLosesItsResults() throws Exception {
    deleteAll(videos.resolve("b"));

    assertThat(score(videos, output).counts())
        .containsEntry("videos", 1L)
        .containsEntry("planned", 6L)
        .containsEntry("resumed", 6L);
    assertThat(output.resolve("maps/b")).doesNotExist();
    assertThat(output.resolve("predictions/video=b")).doesNotExist();
    assertLikeNew(videos);
  }

  @Test
  void otherInputsThatLeaveEarlierVideosOutAreRefused() throws Exception {
    Path bare = folder.resolve("bare");
    ScoreJobs.of(spark, model, videos, bare, Optional.empty(), SEGMENTS).run();
    Map<String, String> before = files(bare);
    Path alone = new TinyVideos(folder.resolve("alone"), 7).add("c", 2, SIZE).folder();

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> ScoreJobs.of(spark, model, alone, bare, Optional.empty(), SEGMENTS).run())
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.OUTPUT))
        .withMessageContaining("not among the inputs")
        .withMessageContaining("'a'");
    assertThat(files(bare)).isEqualTo(before);
  }

  @Test
  void aVideoThatAKilledRunDidNotJoinIsJoinedByTheNext() throws Exception {
    Path whole = folder.resolve("whole");
    score(videos, whole, "formats=mp4");
    Path joined = folder.resolve("joined");
    failToJoin(joined);

    assertThat(score(videos, joined, "formats=mp4").counts()).containsEntry("resumed", 10L);

    assertThat(files(joined.resolve("saliency_videos")))
        .isEqualTo(files(whole.resolve("saliency_videos")));
    assertThat(joined.resolve("_saliency/parts")).doesNotExist();
  }

  /** Scores all segments, but ends before their videos are joined. */
  private void failToJoin(Path output) {
    ScoreJob job =
        ScoreJobs.of(
            spark,
            model,
            videos.toString(),
            WatchedFiles.uri(output),
            Optional.of(videos.toString()),
            "segment-frames=2",
            "tasks=1",
            "formats=mp4");
    WatchedFiles.failJoining(spark, job);
  }

  @Test
  void aJoinedVideoThatIsGoneOrTruncatedIsScoredAgain() throws Exception {
    Path joined = folder.resolve("joined");
    score(videos, joined, "formats=mp4");
    Map<String, String> whole = files(joined.resolve("saliency_videos"));
    assertThat(joined.resolve("_saliency/parts")).doesNotExist();
    assertThat(score(videos, joined, "formats=mp4").counts()).containsEntry("resumed", 10L);

    Files.delete(joined.resolve("saliency_videos/a.mp4"));
    assertThat(score(videos, joined, "formats=mp4").counts()).containsEntry("done", 6L);
    assertThat(files(joined.resolve("saliency_videos"))).isEqualTo(whole);

    byte[] video = Files.readAllBytes(joined.resolve("saliency_videos/b.mp4"));
    Files.write(joined.resolve("saliency_videos/b.mp4"), java.util.Arrays.copyOf(video, 100));
    assertThat(score(videos, joined, "formats=mp4").counts()).containsEntry("done", 4L);
    assertThat(files(joined.resolve("saliency_videos"))).isEqualTo(whole);
  }

  @Test
  void anOutputThatOverlapsWhatIsReadIsRefused() throws Exception {
    Map<String, String> before = files(videos);
    Path link = Files.createSymbolicLink(folder.resolve("link"), videos);

    for (Path target : new Path[] {videos, videos.resolve("out"), folder, link.resolve("out")}) {
      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> score(videos, target))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.OUTPUT))
          .withMessageContaining("overlaps");
    }
    assertThat(files(videos)).isEqualTo(before);
  }

  @Test
  void anOutputThatIsAFileIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "notes");

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> score(videos, file))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
        .withMessageContaining("notes.txt is a file");
    assertThat(file).hasContent("notes");
  }

  private static void deleteAll(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
