package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.checkpoint.Checkpoint;
import org.saliency.checkpoint.Checkpoints;
import org.saliency.checkpoint.Safetensors;
import org.saliency.frame.Size;
import org.saliency.model.ImportedModel.UnknownTensors;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

class ImportedModelTest {

  private static final Size SIZE = new Size(64, 32);
  private static final Model INITIAL = Model.create("deeplab-resnet18", SIZE, 1);

  /** Weights trained elsewhere. */
  private static final Map<String, Tensor> TRAINED =
      Model.create("deeplab-resnet18", SIZE, 2).weights().tensors();

  @TempDir private Path folder;

  @Test
  void importsAStateDictWithTheNetworksOwnNames() {
    ImportedModel imported = imported(TRAINED);

    assertThat(imported.model().weights().hash()).isEqualTo(new Weights(TRAINED).hash());
    assertThat(imported.taken()).hasSize(176);
    assertThat(imported.dropped()).isEmpty();
    assertThat(imported.initial()).isEmpty();
  }

  @Test
  void importsEncoderAndAsppOfATorchvisionDeepLabAndDropsItsHeads() {
    Map<String, Tensor> file = renamed(ImportedModelTest::torchvisionName);
    file.keySet().removeIf(name -> !name.matches("(backbone|classifier)\\..*"));
    file.put("classifier.1.weight", floats(3));
    file.put("aux_classifier.4.bias", floats(2));

    ImportedModel imported = imported(file);

    Map<String, Tensor> weights = imported.model().weights().tensors();
    assertThat(weights.get("encoder.conv1.weight")).isSameAs(TRAINED.get("encoder.conv1.weight"));
    assertThat(weights.get("aspp.project.0.weight")).isSameAs(TRAINED.get("aspp.project.0.weight"));
    assertThat(weights.get("up1.0.weight")).isSameAs(INITIAL.weights().tensor("up1.0.weight"));
    assertThat(imported.dropped()).containsExactly("classifier.1.weight", "aux_classifier.4.bias");
    assertThat(imported.initial())
        .allMatch(name -> name.matches("(up[123]|final)\\..*"))
        .hasSize(20);
    assertThat(imported.summary())
        .isEqualToNormalizingNewlines(
            """
            taken                   156: aspp 36, encoder 120
            dropped                   2: aux_classifier 1, classifier.1 1
            left at initial value    20: final 2, up1 6, up2 6, up3 6
            """);
  }

  @Test
  void importsTheStagesOfAnImageClassifier() {
    Map<String, Tensor> file = stages();
    file.put("fc.weight", floats(1000));

    ImportedModel imported = imported(file);

    assertThat(imported.taken()).hasSize(120).allMatch(name -> name.startsWith("encoder."));
    assertThat(imported.dropped()).containsExactly("fc.weight");
  }

  @Test
  void importsFilesWithoutBatchCounters() {
    Map<String, Tensor> file = new LinkedHashMap<>(TRAINED);
    file.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));

    assertThat(imported(file).initial())
        .hasSize(29) // 20 in the encoder, 6 in the ASPP, 3 in the decoder
        .allMatch(name -> name.endsWith("num_batches_tracked"));
  }

  @Test
  void importsACounterOfAnyShapeAndType() {
    Map<String, Tensor> file = new LinkedHashMap<>(TRAINED);
    file.put("encoder.bn1.num_batches_tracked", Tensor.of(new long[] {1}, new float[] {12}));

    Tensor counter = imported(file).model().weights().tensor("encoder.bn1.num_batches_tracked");
    assertThat(counter.shape()).isEmpty();
    assertThat(counter.longs()).containsExactly(12);
  }

  @Test
  void listsAMissingTensorAsInitial() {
    Map<String, Tensor> file = new LinkedHashMap<>(TRAINED);
    file.remove("encoder.layer1.0.conv1.weight");

    assertThat(imported(file).initial()).containsExactly("encoder.layer1.0.conv1.weight");
  }

  @Test
  void survivesARoundTripThroughSafetensors() throws IOException {
    Model model = imported(TRAINED).model();
    Path file = folder.resolve("weights.safetensors");
    Safetensors.write(file, model.weights().tensors());

    Model back = ImportedModel.read(file, INITIAL, UnknownTensors.REFUSE).model();

    assertThat(back.description().hash()).isEqualTo(model.description().hash());
    back.weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              Tensor expected = TRAINED.get(name);
              assertThat(tensor.shape()).isEqualTo(expected.shape());
              if (tensor.isFloat()) {
                assertThat(tensor.floats()).isEqualTo(expected.floats());
              } else {
                assertThat(tensor.longs()).isEqualTo(expected.longs());
              }
            });
  }

  @Test
  void recordsTheFileInTheProvenance() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    Safetensors.write(file, Map.of("final.bias", floats(1)));

    ImportedModel imported = ImportedModel.read(file, INITIAL, UnknownTensors.REFUSE);

    assertThat(imported.model().description().provenance())
        .containsEntry("weights", "imported from weights.safetensors (safetensors)")
        .containsEntry("weights_sha256", Checkpoints.read(file).sha256())
        .containsEntry("weights_not_in_file", "175 tensors: initial, seed 1");
  }

  @Test
  void refusesAnotherArchitecture() {
    assertRefused(
        Map.of("features.0.weight", floats(3), "features.0.bias", floats(3)),
        "it has another architecture",
        "none of its 2 tensors (",
        ") is in deeplab-resnet18",
        "features.0.weight");
  }

  @Test
  void refusesAFileWithoutTensors() {
    assertRefused(Map.of(), "none of its 0 tensors");
  }

  @Test
  void refusesAShapeThatDoesNotFit() {
    Map<String, Tensor> file = new LinkedHashMap<>(TRAINED);
    file.put("final.bias", floats(2));

    assertRefused(
        file, "final.bias is float32[2]", "of deeplab-resnet18 has shape [1]", "--network");
  }

  @Test
  void namesTheNetworkThatFits() {
    Map<String, Tensor> file =
        new LinkedHashMap<>(Model.create("deeplab-resnet50", SIZE, 1).weights().tensors());

    assertRefused(file, "float32[", "it fits deeplab-resnet50: give --network deeplab-resnet50");
  }

  @Test
  void refusesUnknownTensorsUnlessTheyAreToBeDropped() {
    Map<String, Tensor> file = new LinkedHashMap<>(TRAINED);
    file.put("extra.weight", floats(3));

    assertRefused(
        file, "1 of its tensors are not in deeplab-resnet18 (extra.weight)", "--allow-unknown");
    ImportedModel imported =
        ImportedModel.of("file", checkpoint(file), INITIAL, UnknownTensors.DROP);
    assertThat(imported.dropped()).containsExactly("extra.weight");
  }

  @Test
  void refusesTwoTensorsForOneName() {
    Map<String, Tensor> file = stages();
    file.put("backbone.conv1.weight", TRAINED.get("encoder.conv1.weight"));

    assertRefused(file, "conv1.weight and backbone.conv1.weight map to the same tensor");
  }

  @Test
  void refusesIntegersForAWeight() {
    Map<String, Tensor> file = new LinkedHashMap<>(TRAINED);
    file.put("final.bias", Tensor.of(new long[] {1}, new long[] {1}));

    assertRefused(file, "final.bias is int64[1]");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void refusesWeightsThatAreNotFinite(float value) {
    Map<String, Tensor> file = new LinkedHashMap<>(TRAINED);
    file.put("final.bias", Tensor.of(new long[] {1}, new float[] {value}));

    assertRefused(file, "final.bias contains the value " + value);
  }

  /** A training program keeps the network in a module of any name, beside its loss. */
  @Test
  void findsTheModuleOfTheNetworkAmongOthers() {
    Map<String, Tensor> file = renamed(name -> "trainer.net." + name);
    file.put("trainer.loss.weight", floats(3));

    assertRefused(file, "1 of its tensors are not in", "(trainer.loss.weight)", "--allow-unknown");
    ImportedModel imported =
        ImportedModel.of("file", checkpoint(file), INITIAL, UnknownTensors.DROP);
    assertThat(imported.taken()).hasSize(176);
    assertThat(imported.dropped()).containsExactly("trainer.loss.weight");
  }

  @Test
  void refusesAFileWithTwoNetworks() {
    Map<String, Tensor> file = renamed(name -> "student." + name);
    file.putAll(renamed(name -> "teacher." + name));

    assertRefused(file, "student.", "and teacher.", "map to the same tensor");
  }

  @Test
  void refusesANegativeVariance() {
    Map<String, Tensor> file = new LinkedHashMap<>(TRAINED);
    file.put("up1.1.running_var", floats(64));
    file.get("up1.1.running_var").floats()[3] = -1;

    assertRefused(file, "up1.1.running_var contains the value -1.0");
  }

  private static void assertRefused(Map<String, Tensor> tensors, String... parts) {
    assertThatThrownBy(() -> imported(tensors))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageStartingWith("cannot import weights.pth: ")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private static ImportedModel imported(Map<String, Tensor> tensors) {
    return ImportedModel.of("weights.pth", checkpoint(tensors), INITIAL, UnknownTensors.REFUSE);
  }

  private static Checkpoint checkpoint(Map<String, Tensor> tensors) {
    return new Checkpoint(tensors, "zip", "0".repeat(64));
  }

  private static Map<String, Tensor> renamed(Function<String, String> rename) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    TRAINED.forEach((name, tensor) -> tensors.put(rename.apply(name), tensor));
    return tensors;
  }

  private static String torchvisionName(String name) {
    return name.replaceFirst("^encoder\\.", "backbone.").replaceFirst("^aspp\\.", "classifier.0.");
  }

  private static Map<String, Tensor> stages() {
    Map<String, Tensor> tensors = renamed(name -> name.replaceFirst("^encoder\\.", ""));
    tensors.keySet().removeIf(name -> name.matches("(aspp|up[123]|final)\\..*"));
    return tensors;
  }

  private static Tensor floats(int length) {
    return Tensor.of(new long[] {length}, new float[length]);
  }
}
