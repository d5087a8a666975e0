package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.score.TinyVideos;
import org.saliency.spark.score.WatchedFiles;
import org.saliency.spark.storage.HadoopFiles;

/** Evaluations of predictions that lack maps, have too many, or lose some meanwhile. */
class MissingMapsIT {

  private static final Size SMALL = new Size(64, 36);

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();
  private Path videos;
  private Path predictions;

  @BeforeEach
  void makeVideosAndPredictions() throws IOException {
    videos =
        new TinyVideos(folder.resolve("videos"), 5).add("a", 4, SMALL).add("b", 2, SMALL).folder();
    predictions = Files.createDirectories(folder.resolve("predictions"));
    for (String video : List.of("a", "b")) {
      Files.createDirectories(predictions.resolve(video));
      for (Path map : Files.list(videos.resolve(video).resolve("gaussians")).toList()) {
        Files.copy(map, predictions.resolve(video).resolve(map.getFileName()));
      }
    }
    WatchedFiles.register(spark.sparkContext().hadoopConfiguration());
  }

  @AfterEach
  void unwatch() {
    WatchedFiles.unwatch();
  }

  private EvaluateJob.Result evaluate(String missing) throws InterruptedException {
    EvaluateArguments arguments =
        new EvaluateArguments(
            WatchedFiles.uri(predictions),
            videos.toString(),
            Optional.empty(),
            folder.resolve("out").toString(),
            Settings.load(Optional.empty(), Map.of("evaluate.missing", missing))
                .section("evaluate"));
    return new EvaluateJob(spark, arguments).run();
  }

  private void dropMaps() throws IOException {
    Files.delete(predictions.resolve("a/0002.png"));
    Files.delete(predictions.resolve("b/0001.png"));
    Files.delete(predictions.resolve("b/0002.png"));
    Files.delete(predictions.resolve("b"));
  }

  private List<String> csv() throws IOException {
    return Files.readAllLines(folder.resolve("out/video_metrics.csv"));
  }

  private JsonNode summary() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out/summary.json").toFile());
  }

  @Test
  void missingMapsFailByDefaultAndAreAllListed() throws IOException {
    dropMaps();
    assertThatThrownBy(() -> evaluate("fail"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "Missing prediction of 3 frames: frame 2 of video 'a', video 'b' (2 frames)");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void skippedFramesAreLeftOutAndCountedInEveryTable() throws Exception {
    EvaluateJob.Result whole = evaluate("skip");
    assertThat(whole.table()).doesNotContain("missing", "warning");
    assertThat(whole.manifest().counts()).doesNotContainKey("missing_frames");
    dropMaps();

    EvaluateJob.Result result = evaluate("skip");

    assertThat(result.manifest().counts())
        .containsEntry("done", 3L)
        .containsEntry("missing_frames", 3L)
        .containsEntry("missing_videos", 1L);
    assertThat(csv()).hasSize(3);
    assertThat(csv().get(0)).endsWith("auc_judd_undefined,kld_undefined,missing_frames");
    assertThat(csv().get(1)).startsWith("a,3,").endsWith(",0,0,0,0,0,1");
    assertThat(csv().get(2)).isEqualTo("b,0,,,,,,0,0,0,0,0,2");
    assertThat(summary().at("/videos").asInt()).isEqualTo(1);
    assertThat(summary().at("/metrics/cc").asDouble()).isCloseTo(1, within(1e-6));
    assertThat(summary().at("/coverage/missing/policy").asText()).isEqualTo("skip");
    assertThat(summary().at("/coverage/missing/frames").asInt()).isEqualTo(3);
    assertThat(summary().at("/coverage/missing/by_video/b").asInt()).isEqualTo(2);
    assertThat(summary().at("/warnings/0").asText())
        .isEqualTo(
            "3 frames without a map (1 video without any): left out of the metrics (missing ="
                + " skip)");
    assertThat(result.table())
        .containsPattern("video +frames .* missing\n")
        .containsPattern("\nb +0 +- +- +- +- +- +2\n")
        .containsPattern("\nall +3 .* 3\n")
        .contains("warning: 3 frames without a map");
  }

  @Test
  void framesKeepTheirPlaceWhenOneBeforeThemIsSkipped() throws Exception {
    dropMaps();
    evaluate("skip");
    assertThat(
            spark
                .read()
                .parquet(folder.resolve("out/frame_metrics").toString())
                .select("frame")
                .collectAsList()
                .stream()
                .map(row -> row.getInt(0)))
        .containsExactlyInAnyOrder(0, 2, 3);
  }

  @Test
  void zeroMeasuresMissingMapsAsAllZeroMaps() throws Exception {
    dropMaps();

    EvaluateJob.Result result = evaluate("zero");

    assertThat(result.manifest().counts())
        .containsEntry("done", 6L)
        .containsEntry("missing_frames", 3L);
    assertThat(csv().get(1)).startsWith("a,4,").endsWith(",0,0,0,0,0,1");
    assertThat(csv().get(2)).startsWith("b,2,0.0,0.0,0.0,0.5,").endsWith(",0,0,0,0,0,2");
    // Video a: three maps equal to the truth and a missing one; video b: none.
    assertThat(summary().at("/metrics/cc").asDouble()).isCloseTo(0.375, within(1e-6));
    assertThat(summary().at("/metrics/sim").asDouble()).isCloseTo(0.375, within(1e-6));
    assertThat(summary().at("/undefined_frames/auc_judd").asInt()).isZero();
    assertThat(summary().at("/undefined_frames/kld").asInt()).isZero();
    assertThat(result.table()).contains("measured as all-zero maps (missing = zero)");
  }

  @Test
  void blankMapsLeaveUndefinedValuesThatAreCountedAndWarnedOf() throws Exception {
    BufferedImage black = new BufferedImage(64, 36, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(black, "png", predictions.resolve("b/0001.png").toFile());
    ImageIO.write(black, "png", predictions.resolve("b/0002.png").toFile());

    EvaluateJob.Result result = evaluate("fail");

    assertThat(csv().get(2)).startsWith("b,2,0.0,0.0,0.0,,,").endsWith(",0,0,0,2,2,0");
    assertThat(result.table())
        .contains("undefined: AUC-Judd in 2 frames, KLD in 2 frames")
        .contains(
            "warning: 2 frames with fixations and a constant map: AUC-Judd is undefined and left out"
                + " of its mean")
        .contains("warning: 2 frames with an all-zero map: KLD is undefined");
    assertThat(summary().at("/warnings")).hasSize(2);
  }

  @Test
  void extraFramesAreLeftOutUnderSkip() throws Exception {
    Files.copy(predictions.resolve("b/0001.png"), predictions.resolve("b/0003.png"));
    assertThatThrownBy(() -> evaluate("fail"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1 predicted frame without ground truth: frame 3 of video 'b'");

    EvaluateJob.Result result = evaluate("skip");

    assertThat(result.manifest().counts())
        .containsEntry("done", 6L)
        .containsEntry("frames_without_truth", 1L);
    assertThat(result.table()).contains("warning: 1 predicted frame without ground truth");
  }

  @Test
  void aMapThatVanishesAfterListingIsNamedAndTheRunFails() throws Exception {
    WatchedFiles.watch(
        file -> {
          if (!file.getName().endsWith(".png")) {
            return; // the folders are not listed yet
          }
          try {
            Files.deleteIfExists(predictions.resolve("b/0002.png"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        WatchedFiles::nothing);

    assertThatThrownBy(() -> evaluate("skip"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("b/0002.png")
        .hasMessageContaining("(1 of 6 frames cannot be measured)");

    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    assertThat(Manifest.read(files, folder.resolve("out").toString()).orElseThrow().status())
        .isEqualTo(Manifest.Status.FAILED);
    assertThat(folder.resolve("out/summary.json")).doesNotExist();
  }

  @Test
  void anInvalidPolicyIsAUsageError() {
    assertThatThrownBy(() -> evaluate("ignore"))
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageContainingAll("'ignore'", "fail", "skip", "zero");
  }
}
