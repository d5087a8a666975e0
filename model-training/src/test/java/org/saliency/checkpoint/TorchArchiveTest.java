package org.saliency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.network.Tensor;

class TorchArchiveTest {

  @TempDir private Path folder;

  @Test
  void namesParametersAndBuffersByPathAndOmitsConstants() {
    try (TorchArchive archive = TorchArchive.open(Fixtures.file("script.pt"))) {
      assertThat(archive.tensors())
          .containsOnlyKeys(
              "transposed",
              "scale",
              "body.0.weight",
              "body.1.weight",
              "body.1.bias",
              "body.1.running_mean",
              "body.1.running_var",
              "body.1.num_batches_tracked");
    }
  }

  @Test
  void readsTheValuesSavedByPyTorch() {
    try (TorchArchive archive = TorchArchive.open(Fixtures.file("script.pt"))) {
      Map<String, Tensor> tensors = archive.tensors();
      assertThat(tensors.get("body.0.weight").shape()).containsExactly(2, 1, 1, 1);
      assertThat(tensors.get("body.0.weight").floats()).containsExactly(0.5f, -0.5f);
      assertThat(tensors.get("body.1.running_mean").floats()).containsExactly(1, 2);
      assertThat(tensors.get("body.1.num_batches_tracked").shape()).isEmpty();
      assertThat(tensors.get("body.1.num_batches_tracked").longs()).containsExactly(0);
      assertThat(tensors.get("transposed").shape()).containsExactly(3, 2);
      assertThat(tensors.get("transposed").floats()).containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(tensors.get("scale").floats()).containsExactly(2);
    }
  }

  @Test
  void readsTheTextOfAnExtraFile() {
    try (TorchArchive archive = TorchArchive.open(Fixtures.file("script.pt"))) {
      assertThat(archive.extra("saliency.json")).contains("{\"width\": 384}");
      assertThat(archive.extra("another.json")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "legacy.pth", "plain.safetensors"})
  void refusesStateDictsAndShowsHowToConvertThem(String file) {
    assertThatThrownBy(() -> TorchArchive.open(Fixtures.file(file)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file)
        .hasMessageContaining("it contains tensors but no network")
        .hasMessageContaining("model import");
  }

  @Test
  void refusesOtherFilesAndShowsHowTheyBegin() throws Exception {
    Path text = Files.writeString(folder.resolve("text.pt"), "not a model");
    Path empty = Files.createFile(folder.resolve("empty.pt"));

    assertThatThrownBy(() -> TorchArchive.open(text))
        .hasMessageContaining("it is not a TorchScript file (it begins with 'not a model')")
        .hasMessageContaining("torch.jit.save");
    assertThatThrownBy(() -> TorchArchive.open(empty)).hasMessageContaining("it is empty");
  }
}
