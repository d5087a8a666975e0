package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ReadyModelTest {

  @Test
  void comesWithMetricsAndProvenanceInAFewMegabytes() throws Exception {
    ModelDescription description = ReadyModel.read().description();
    assertThat(description.metrics().get("cc")).isGreaterThan(0.82);
    assertThat(description.provenance()).containsKeys("data", "note", "training", "weights");
    try (var file = ReadyModel.class.getResourceAsStream("ready-model.safetensors")) {
      assertThat(file.readAllBytes()).hasSizeLessThan(10_000_000);
    }
  }

  @Test
  void itsModelFileIsTheSameModel() {
    assertThat(Model.read(ReadyModel.file()).description().hash())
        .isEqualTo(ReadyModel.read().description().hash());
    assertThat(Files.exists(ReadyModel.file())).isTrue();
  }
}
