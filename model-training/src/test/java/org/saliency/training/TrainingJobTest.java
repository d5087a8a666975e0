package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.checkpoint.Checkpoints;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.model.NetworkRequest;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Weights;
import org.saliency.settings.Settings;

class TrainingJobTest {

  @TempDir static Path folder;

  @TempDir Path output;

  private static Path videos;

  @BeforeAll
  static void makeVideos() {
    videos = TinyTraining.videos(folder.resolve("videos"));
  }

  /** The history without the durations, which differ between runs. */
  private static List<String> history(Path output) throws IOException {
    return Files.readAllLines(output.resolve("history.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  private static Weights bestWeights(Path output) {
    return Model.read(output.resolve("model.pt")).weights();
  }

  private static String lastWeights(Path output, int epoch) {
    Path file = output.resolve("last").resolve("weights-%04d.safetensors".formatted(epoch));
    return new Weights(Checkpoints.read(file).tensors()).hash();
  }

  private static double trainLoss(Path output, int epoch) throws IOException {
    return Double.parseDouble(history(output).get(epoch).split(",")[1]);
  }

  @Test
  void equalSeedsGiveEqualRunsAndAFinishedRunIsNotRepeated() throws Exception {
    Path one = output.resolve("one");
    Path two = output.resolve("two");
    TrainingJob.Result result = TinyTraining.job(videos, one, Map.of()).run();
    TinyTraining.job(videos, two, Map.of()).run();
    assertThat(history(two)).isEqualTo(history(one)).hasSize(3);
    assertThat(bestWeights(two).hash()).isEqualTo(bestWeights(one).hash());
    assertThat(lastWeights(two, 2)).isEqualTo(lastWeights(one, 2));
    assertThat(one.resolve("curves.svg")).exists();
    assertThat(one.resolve("events.out.tfevents.saliency")).isNotEmptyFile();
    assertThat(one.resolve("manifest.json"))
        .content()
        .contains("images_per_second", "\"exit_code\" : 0");
    assertThat(result.manifest().imagesPerSecond()).isPositive();
    assertThat(result.manifest().epochs()).isEqualTo(2);
    assertThat(Model.read(result.model()).description().hash())
        .isEqualTo(bestWeights(one).hash())
        .isEqualTo(result.manifest().modelHash());
    assertThat(trainLoss(one, 2)).isLessThan(0.8 * trainLoss(one, 1));
    List<String> lines = Files.readAllLines(one.resolve("history.csv"));
    TrainingJob.Result again = TinyTraining.job(videos, one, Map.of()).run();
    assertThat(Files.readAllLines(one.resolve("history.csv"))).isEqualTo(lines);
    assertThat(again.manifest().modelHash()).isEqualTo(result.manifest().modelHash());
    assertThat(again.manifest().imagesPerSecond()).isEqualTo(result.manifest().imagesPerSecond());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frozen-encoder-epochs=2,optimizer.clip-norm=1,optimizer.averaging-decay=0.99,"
            + "loss.weights.nss=-0.1,encoder-learning-rate-factor=0.1",
        "optimizer.kind=sgd,optimizer.accumulated-batches=2"
      })
  void resumedRunEqualsAnUninterruptedRun(String keys) throws Exception {
    Map<String, String> changes = new HashMap<>();
    for (String assignment : keys.split(",")) {
      changes.put(assignment.split("=")[0], assignment.split("=")[1]);
    }
    changes.put("batches-per-epoch", "2");
    Path straight = output.resolve("straight");
    Path stopped = output.resolve("stopped");
    changes.put("epochs", "3");
    TinyTraining.job(videos, straight, changes).run();
    changes.put("epochs", "1");
    TinyTraining.job(videos, stopped, changes).run();
    // Leftovers of a process killed while saving the state, before writing the model.
    Files.writeString(stopped.resolve("last/weights-0002.safetensors"), "half");
    Files.writeString(stopped.resolve("last/state.json.unfinished"), "{");
    Files.delete(stopped.resolve("model.pt"));
    changes.put("epochs", "3");
    TinyTraining.job(videos, stopped, changes).run();
    assertThat(history(stopped)).isEqualTo(history(straight)).hasSize(4);
    assertThat(lastWeights(stopped, 3)).isEqualTo(lastWeights(straight, 3));
    assertThat(bestWeights(stopped).hash()).isEqualTo(bestWeights(straight).hash());
  }

  /**
   * Both have one value per channel in the pooled branch, the second one in all of ASPP. The last
   * batch of the validation has one frame, too.
   */
  @ParameterizedTest
  @CsvSource({"deeplab-resnet18, 8, 64, 36", "deeplab-efficientnet-lite0, 32, 32, 32"})
  void statisticsStayFiniteWithBatchesOfOneFrame(
      String network, String outputStride, int width, int height) throws Exception {
    Path initial = folder.resolve(network + ".pt");
    NetworkOptions options = NetworkOptions.of(Map.of("output-stride", outputStride));
    Model.create(network, options, new Size(width, height), 1).write(initial);
    Settings section =
        TinyTraining.section(Map.of("batch-size", "1", "epochs", "1", "tensorboard", "false"));
    new TrainingJob(
            TrainingArguments.of(videos.toString(), Optional.empty(), output, Optional.of(initial)),
            section)
        .run();
    Weights trained = bestWeights(output);
    for (String name : trained.tensors().keySet()) {
      if (!name.endsWith("num_batches_tracked")) {
        for (float value : trained.tensor(name).floats()) {
          assertThat(value).as(name).isFinite();
        }
      }
    }
    assertThat(output.resolve("events.out.tfevents.saliency")).doesNotExist();
  }

  @Test
  void aLastBatchOfOneFrameIsValidated() throws Exception {
    TinyTraining.job(
            videos,
            output,
            Map.of("epochs", "1", "batch-size", "3", "validation-frames", "4", "choose-by", "cc"))
        .run();
    assertThat(history(output).get(1)).doesNotContain("NaN");
  }

  @Test
  void frozenEncoderKeepsItsWeightsAndStatistics() throws Exception {
    TinyTraining.job(videos, output, Map.of("frozen-encoder-epochs", "2", "epochs", "1")).run();
    Weights trained = bestWeights(output);
    Weights initial = Model.create("deeplab-efficientnet-lite0", new Size(64, 36), 1).weights();
    for (String name : initial.tensors().keySet()) {
      byte[] before = Weights.bytes(initial.tensor(name));
      byte[] after = Weights.bytes(trained.tensor(name));
      if (name.startsWith("encoder.")) {
        assertThat(after).as(name).isEqualTo(before);
      } else if (name.endsWith("running_mean") || name.endsWith("0.weight")) {
        assertThat(after).as(name).isNotEqualTo(before);
      }
    }
  }

  @Test
  void averagedWeightsAreSavedAndTrainingContinuesFromTheLiveOnes() throws Exception {
    TinyTraining.job(videos, output, Map.of("optimizer.averaging-decay", "0.9", "choose-by", "cc"))
        .run();
    Weights last =
        new Weights(Checkpoints.read(output.resolve("last/weights-0002.safetensors")).tensors());
    assertThat(output.resolve("last/average-0002.safetensors")).isNotEmptyFile();
    assertThat(Weights.bytes(bestWeights(output).tensor("final.weight")))
        .isNotEqualTo(Weights.bytes(last.tensor("final.weight")));
  }

  @Test
  void resumingWithChangedSettingsIsRejected() throws Exception {
    TinyTraining.job(videos, output, Map.of("epochs", "1")).run();
    assertRejected(Map.of("epochs", "2", "learning-rate", "2e-3"), "train.learning-rate was 0.001");
    assertRejected(Map.of("epochs", "2", "on-existing", "fail"), "already holds a run");
    TinyTraining.job(
            videos,
            output,
            Map.of("epochs", "1", "learning-rate", "2e-3", "on-existing", "overwrite"))
        .run();
    assertThat(history(output)).hasSize(2);
  }

  @Test
  void resumingWithChangedMapsIsRejected() throws Exception {
    TinyTraining.job(videos, output, Map.of("epochs", "1")).run();
    Path others = TinyTraining.videos(folder.resolve("others"), 3, 9);
    assertThatThrownBy(() -> TinyTraining.job(others, output, Map.of("epochs", "2")).run())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the frames or maps have changed");
  }

  @ParameterizedTest
  @CsvSource({"precision, int8", "device, tpu", "schedule.kind, linear"})
  void invalidSettingsAreRejectedBeforeDataIsRead(String key, String value) {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> TinyTraining.job(missing, output.resolve("run"), Map.of(key, value)))
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageContainingAll("train." + key, value);
    assertThat(output).isEmptyDirectory();
  }

  private void assertRejected(Map<String, String> changes, String message) {
    assertThatThrownBy(() -> TinyTraining.job(videos, output, changes).run())
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.OUTPUT))
        .hasMessageContaining(message)
        .hasMessageContaining("--on-existing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_saliency/owner.json", "leaderboard.json"})
  void resultsOfOtherCommandsAreNotOverwritten(String sign) throws Exception {
    Path file = output.resolve(sign);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{}");

    assertThatThrownBy(
            () -> TinyTraining.job(videos, output, Map.of("on-existing", "overwrite")).run())
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.OUTPUT))
        .hasMessageContaining("choose another --output");
    assertThat(file).exists();
  }

  @Test
  void modelWithoutAStateToResumeFromIsKept() throws Exception {
    Files.writeString(output.resolve("model.pt"), "other model");
    assertRejected(Map.of(), "no last/");
    assertThat(output.resolve("model.pt")).content().isEqualTo("other model");
  }

  @Test
  void separateValidationDataIsUsed() throws Exception {
    Path other = folder.resolve("validation");
    if (!Files.exists(other)) {
      TinyTraining.videos(folder.resolve("made"), 1, 5);
      Files.createDirectories(other);
      Files.move(folder.resolve("made/video001"), other.resolve("held-out"));
    }
    TrainingManifest manifest = TinyTraining.validatedOn(other, videos, output).run().manifest();
    assertThat(manifest.trainingVideos()).containsExactly("video001", "video002", "video003");
    assertThat(manifest.validationVideos()).containsExactly("held-out");
  }

  @Test
  void refusesNetworkSettingsThatDifferFromTheInitialModel() throws Exception {
    Path initial = folder.resolve("initial.pt");
    Model.create("deeplab-resnet18", new Size(64, 36), 1).write(initial);
    Map<String, String> fixed =
        Map.of(
            "network.skip-channels", "48",
            "train.network", "deeplab-resnet34",
            "train.input-size", "96x54");
    fixed.forEach(
        (key, value) -> {
          Settings all = Settings.load(Optional.empty(), Map.of(key, value));
          Settings section = all.section("train");
          NetworkRequest request =
              NetworkRequest.from(
                  all,
                  Optional.of(section.text("network")).filter(name -> section.isGiven("network")),
                  Optional.of(section.size("input-size"))
                      .filter(size -> section.isGiven("input-size")));
          TrainingArguments arguments =
              new TrainingArguments(
                  List.of(new TrainingData(videos.toString(), 1)),
                  Optional.empty(),
                  output,
                  Optional.of(initial),
                  request,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty());
          assertThatThrownBy(() -> new TrainingJob(arguments, section).run())
              .isInstanceOf(UserException.class)
              .hasMessageStartingWith("--init " + initial + " has ")
              .hasMessageContainingAll("cannot become " + value, "model import --onto");
        });
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void nanLossIsReportedWithTheFramesAndNothingIsSaved() throws Exception {
    Model model = Model.create("deeplab-resnet18", new Size(64, 36), 1);
    model.weights().tensor("final.bias").floats()[0] = Float.NaN;
    Path initial = folder.resolve("spoiled.pt");
    model.write(initial);
    TrainingArguments arguments =
        TrainingArguments.of(videos.toString(), Optional.empty(), output, Optional.of(initial));
    assertThatThrownBy(
            () -> new TrainingJob(arguments, TinyTraining.section(Map.of("epochs", "1"))).run())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the loss became NaN on the batch")
        .hasMessageContaining("frames/000");
    assertThat(output.resolve("last")).doesNotExist();
    assertThat(output.resolve("model.pt")).doesNotExist();
  }
}
