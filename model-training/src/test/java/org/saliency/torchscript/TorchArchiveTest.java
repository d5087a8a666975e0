package org.saliency.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.network.Tensor;

class TorchArchiveTest {

  @Test
  void namesParametersAndBuffersByTheirPathAndLeavesConstantsOut() {
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
  void readsTheValuesThatPyTorchSaved() {
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
  void givesTheTextOfAnExtraFile() {
    try (TorchArchive archive = TorchArchive.open(Fixtures.file("script.pt"))) {
      assertThat(archive.extra("saliency.json")).contains("{\"width\": 384}");
      assertThat(archive.extra("another.json")).isEmpty();
    }
  }

  @Test
  void refusesStateDictsWithTheWayToUseThem() {
    assertThatThrownBy(() -> TorchArchive.open(Fixtures.file("zip.pth")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("zip.pth")
        .hasMessageContaining("model import");
  }
}
