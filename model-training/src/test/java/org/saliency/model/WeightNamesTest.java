package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightNamesTest {

  private static final Set<String> OWN =
      Set.of(
          "encoder.conv1.weight",
          "encoder.bn1.running_mean",
          "encoder.layer1.0.conv1.weight",
          "encoder._conv_stem.weight",
          "encoder._bn0.running_var",
          "encoder._blocks.3._depthwise_conv.weight",
          "aspp.convs.0.0.weight",
          "aspp.project.1.bias",
          "final.bias");

  @ParameterizedTest
  @CsvSource({
    "encoder.conv1.weight, encoder.conv1.weight",
    "final.bias, final.bias",
    "backbone.conv1.weight, encoder.conv1.weight",
    "backbone.layer1.0.conv1.weight, encoder.layer1.0.conv1.weight",
    "classifier.0.convs.0.0.weight, aspp.convs.0.0.weight",
    "classifier.0.project.1.bias, aspp.project.1.bias",
    "conv1.weight, encoder.conv1.weight",
    "bn1.running_mean, encoder.bn1.running_mean",
    "layer1.0.conv1.weight, encoder.layer1.0.conv1.weight",
    "module.final.bias, final.bias",
    "module.conv1.weight, encoder.conv1.weight",
    "module._orig_mod.backbone.conv1.weight, encoder.conv1.weight",
    "model.encoder.conv1.weight, encoder.conv1.weight",
    "model._orig_mod.layer1.0.conv1.weight, encoder.layer1.0.conv1.weight",
    "_conv_stem.weight, encoder._conv_stem.weight",
    "_bn0.running_var, encoder._bn0.running_var",
    "_blocks.3._depthwise_conv.weight, encoder._blocks.3._depthwise_conv.weight",
    "model._blocks.3._depthwise_conv.weight, encoder._blocks.3._depthwise_conv.weight",
  })
  void mapsTheNamesThatFilesUse(String given, String own) {
    WeightNames names = WeightNames.of(OWN, List.of(given));

    assertThat(names.sources()).containsExactly(entry(own, given));
    assertThat(names.heads()).isEmpty();
    assertThat(names.unknown()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fc.weight",
        "classifier.1.weight",
        "classifier.2.num_batches_tracked",
        "classifier.4.bias",
        "classifier.0.weight", // of an FCN, which has no ASPP
        "aux_classifier.0.weight",
        "_conv_head.weight",
        "_bn1.running_mean",
        "_fc.bias",
        "encoder._conv_head.weight",
      })
  void dropsHeads(String given) {
    WeightNames names = WeightNames.of(OWN, List.of(given));

    assertThat(names.heads()).containsExactly(given);
    assertThat(names.unknown()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backbone.layer5.0.conv1.weight",
        "layer10.weight",
        "classifier.0.convs.9.0.weight",
        "fc", // no module
        "up1.0.weight",
        "conv1.weight.extra",
        "Encoder.conv1.weight",
        "",
        ".",
        "a\nfc.weight",
      })
  void listsUnknownNames(String given) {
    assertThat(WeightNames.of(OWN, List.of(given)).unknown()).containsExactly(given);
  }

  @Test
  void dropsAPrefixOnlyWhenEveryNameHasIt() {
    WeightNames names = WeightNames.of(OWN, List.of("module.final.bias", "conv1.weight"));

    assertThat(names.sources()).containsOnlyKeys("encoder.conv1.weight");
    assertThat(names.unknown()).containsExactly("module.final.bias");
  }

  @Test
  void findsDuplicates() {
    WeightNames names =
        WeightNames.of(OWN, List.of("backbone.conv1.weight", "final.bias", "conv1.weight"));

    assertThat(names.duplicates()).containsExactly(entry("conv1.weight", "backbone.conv1.weight"));
  }

  @Test
  void acceptsAnEmptyFile() {
    assertThat(WeightNames.of(OWN, List.of()).sources()).isEmpty();
  }
}
