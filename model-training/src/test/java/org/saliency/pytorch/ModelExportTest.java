package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.checkpoint.Checkpoints;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.model.ModelExport;
import org.saliency.network.Calibration;
import org.saliency.network.ColourStatistics;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Tensor;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;

class ModelExportTest {

  private static final Size SIZE = new Size(64, 32);
  private static final Calibration CALIBRATION =
      new Calibration(
          List.of(0.05, 0.1, 0.5, 0.9), 0.25, List.of(List.of(0.0, 1.0), List.of(0.5, 0.25)));

  @TempDir private Path folder;

  private static Model model(Map<String, String> options) {
    return Model.create("deeplab-resnet18", NetworkOptions.of(options), SIZE, 1);
  }

  @Test
  void torchScriptGivesTheMapsOfScoring() throws Exception {
    Model model =
        model(Map.of("output", "softmax", "dropout", "0.5", "output-stride", "16"))
            .calibrated(CALIBRATION, "a test");
    Path file = folder.resolve("exported.pt");
    new ModelExport(model).torchScript(file);
    byte[] rgb = new byte[3 * SIZE.pixels()];
    new SplittableRandom(5).nextBytes(rgb);

    float[] expected;
    try (ServingModel serving = ServingModel.open(model, DeviceChoice.CPU, PrecisionChoice.FP32)) {
      expected = serving.predict(List.of(new Frame(SIZE, rgb)), 1).get(0);
    }
    float[] maps;
    try (PlainRun run = new PlainRun(file)) {
      maps = run.evaluate(planes(rgb), 1, SIZE);
    }

    float highest = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(maps[i]).isCloseTo(expected[i], within(1e-5f));
      highest = Math.max(highest, maps[i]);
    }
    assertThat(highest).isGreaterThan(0.5f);
  }

  private static float[] planes(byte[] rgb) {
    ColourStatistics colours = ColourStatistics.IMAGENET;
    float[] planes = new float[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      int channel = i % 3;
      planes[channel * SIZE.pixels() + i / 3] =
          (float)
              (((rgb[i] & 0xff) / 255.0 - colours.mean().get(channel))
                  / colours.standardDeviation().get(channel));
    }
    return planes;
  }

  @Test
  void exportedTorchScriptIsAModelFileOfTheSameModel() throws IOException {
    Model model = model(Map.of("output", "softmax")).calibrated(CALIBRATION, "a test");
    Path file = folder.resolve("exported.pt");

    new ModelExport(model).torchScript(file);

    assertThat(Model.read(file).description()).isEqualTo(model.description());
    assertThat(Model.read(file).weights().tensors()).hasSameSizeAs(model.weights().tensors());
  }

  @Test
  void aStateDictHasTheTensorsUnderTheirNames() throws IOException {
    Model model = model(Map.of());
    Path file = folder.resolve("state.pth");

    new ModelExport(model).stateDict(file);

    Map<String, Tensor> read = Checkpoints.read(file).tensors();
    assertThat(read.keySet()).containsExactlyElementsOf(model.network().parameters().keySet());
    read.forEach(
        (name, tensor) -> {
          Tensor own = model.weights().tensor(name);
          assertThat(tensor.shape()).as(name).isEqualTo(own.shape());
          if (own.isFloat()) {
            assertThat(tensor.floats()).as(name).isEqualTo(own.floats());
          } else {
            assertThat(tensor.longs()).as(name).isEqualTo(own.longs());
          }
        });
  }

  @Test
  void theFolderForPythonHasCodeWeightsAndDescription() throws IOException {
    Model model = model(Map.of("skip-channels", "8"));
    Path target = folder.resolve("hand-in");

    new ModelExport(model).python(target);

    assertThat(target).isDirectoryContaining("glob:**/README.md");
    assertThat(target.resolve("saliency.py"))
        .content()
        .contains("class SaliencyModel(nn.Module)", "class SaliencyEvaluator");
    assertThat(target.resolve("saliency.json")).content().contains("\"skip-channels\" : \"8\"");
    assertThat(Checkpoints.read(target.resolve("weights.pth"), Optional.empty()).tensors())
        .hasSameSizeAs(model.weights().tensors());
    assertThat(target.resolve("README.md")).content().contains(model.description().hash());
  }

  @Test
  void aFolderWithContentIsNotOverwritten() throws IOException {
    Path kept = Files.writeString(folder.resolve("notes.txt"), "mine");
    ModelExport export = new ModelExport(model(Map.of()));

    assertThatThrownBy(() -> export.python(folder))
        .isInstanceOf(UserException.class)
        .hasMessage("folder %s is not empty: name a new folder, or empty this one", folder);
    assertThatThrownBy(() -> export.python(kept))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is a file");
    assertThat(folder).isDirectoryContaining(path -> path.equals(kept));
    assertThat(kept).hasContent("mine");
  }
}
