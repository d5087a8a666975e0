package org.saliency.spark.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.source.SampleVideo;

/**
 * Benchmarks of a small network on small frames; checks which figures are reported, not their
 * values.
 */
class BenchmarkJobIT {

  private static final Map<String, String> SMALL =
      Map.of(
          "benchmark.network", "deeplab-resnet18",
          "model.input-size", "64x36",
          "benchmark.frame-size", "128x72",
          "benchmark.frames", "4",
          "benchmark.seconds", "0.02",
          "benchmark.training-batch-size", "2",
          "benchmark.training-steps", "1");

  @TempDir Path folder;

  private static Settings settings(String stages) {
    Map<String, String> own = new HashMap<>(SMALL);
    own.put("benchmark.stages", stages);
    return Settings.load(Optional.empty(), own);
  }

  private static BenchmarkJob.Result run(
      Optional<Path> model, Optional<String> input, String stages)
      throws IOException, InterruptedException {
    BenchmarkArguments arguments = new BenchmarkArguments(model, input, settings(stages));
    return new BenchmarkJob(arguments, TestSpark::session).run();
  }

  private static long leftovers() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("saliency-benchmark")).count();
    }
  }

  @Test
  void measuresEveryStageAndLeavesNothingBehind() throws Exception {
    long before = leftovers();

    BenchmarkJob.Result result =
        run(
            Optional.empty(),
            Optional.empty(),
            "start, decode, model, encode, metrics, whole, predictor, train");

    JsonNode stages = new ObjectMapper().readTree(Json.write(result.json())).get("stages");
    for (String path :
        List.of(
            "start/seconds_to_first_map",
            "decode/frames_per_second",
            "decode/frames_per_core_second",
            "model/frames_per_second",
            "encode/frames_per_core_second",
            "metrics/msu-savam_128x72/frames_per_core_second",
            "metrics/msu-challenge_64x36/frames_per_second",
            "whole/frames_per_second",
            "whole/frames_per_core_second",
            "whole/share_of_model_rate",
            "predictor/frames_per_second",
            "predictor/frames_per_core_second",
            "predictor/share_of_model_rate",
            "train/seconds_per_step",
            "train/images_per_second",
            "train/resident_megabytes/peak")) {
      assertThat(stages.at("/" + path).asDouble()).as(path).isPositive();
    }
    assertThat(stages.at("/whole/device_busy_share").asDouble()).isBetween(1e-6, 1.0);
    assertThat(stages.at("/train/images_per_second").asDouble())
        .isCloseTo(
            2 / stages.at("/train/seconds_per_step").asDouble(),
            org.assertj.core.api.Assertions.within(1e-9));
    assertThat(result.text()).contains("device busy share").contains("deeplab-resnet18");
    assertThat(leftovers()).isEqualTo(before);
  }

  @Test
  void measuresOnlyTheSelectedStagesWithTheGivenModelAndFrames() throws Exception {
    Path model = folder.resolve("m.pt");
    Model.create("deeplab-resnet34", new Size(64, 36), 1).write(model);
    Path video = Files.createDirectories(folder.resolve("videos/one"));
    BufferedImage image = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", video.resolve("1.png").toFile());

    BenchmarkJob.Result result =
        run(Optional.of(model), Optional.of(video.getParent().toString()), "decode,model");

    assertThat(result.stages()).containsOnlyKeys("decode", "model");
    assertThat(result.machine()).containsEntry("network", "deeplab-resnet34");
  }

  @Test
  void measuresVideoFilesAndDescribesThem() throws Exception {
    Path first = SampleVideo.write(folder.resolve("videos/a.mp4"), 3, new Size(80, 60), 1);
    Path second = SampleVideo.write(folder.resolve("videos/b.mp4"), 2, new Size(80, 60), 2);

    Map<String, Map<String, Object>> stages =
        run(
                Optional.empty(),
                Optional.of(first.getParent().toString()),
                "start, decode, model, encode, whole, predictor")
            .stages();

    assertThat(stages.get("decode")).containsEntry("input", "5 frames of 2 video files of 80x60");
    assertThat(stages.get("whole"))
        .containsEntry("frames", 5)
        .containsEntry("input", "5 frames in 2 whole videos of 2 files of 80x60; 4 requested");
    assertThat(stages.get("predictor")).containsEntry("frames", 4);
    assertThat(first).exists();
    assertThat(second).exists();
  }

  @Test
  void measuresASingleVideoFile() throws Exception {
    Path video = SampleVideo.write(folder.resolve("a.mp4"), 3, new Size(80, 60), 1);

    assertThat(run(Optional.empty(), Optional.of(video.toString()), "decode").stages())
        .containsOnlyKeys("decode");
  }

  @ParameterizedTest
  @CsvSource({"png, 64x36", "'png,overlay', 64x36"})
  void decodesFramesAsAScoringTaskDoes(String formats, String size) throws Exception {
    Map<String, String> own = new HashMap<>(SMALL);
    own.put("score.formats", "[" + formats + "]");
    Settings settings = Settings.load(Optional.empty(), own);

    try (Workbench bench =
        new Workbench(
            new BenchmarkArguments(Optional.empty(), Optional.empty(), settings),
            BenchmarkSettings.from(settings.section("benchmark")),
            TestSpark::session,
            0)) {
      assertThat(bench.decoded(2)).hasSize(2).allMatch(f -> f.size().equals(Size.parse(size)));
    }
  }

  @Test
  void namesAMissingInput() {
    String missing = folder.resolve("missing").toString();
    assertThatThrownBy(() -> run(Optional.empty(), Optional.of(missing), "decode"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(missing);
  }
}
