package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.checkpoint.Safetensors;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.Tensor;
import org.saliency.torchscript.ArchiveWriter;

/** The commands {@code model import} and {@code model export}. */
class ModelImportIT {

  private static final Size SIZE = new Size(64, 36);

  @TempDir Path folder;

  private int run(String... arguments) {
    return Main.run(
        Stream.of(arguments).map(word -> word.replace("@", folder + "/")).toArray(String[]::new));
  }

  @Test
  void exportedWeightsAreImportedAsTheSameModel() throws IOException {
    assertThat(
            run(
                "model",
                "create",
                "--network=deeplab-efficientnet-lite0",
                "--input-size=64x36",
                "--set=network.output-stride=32",
                "--set=network.skip-channels=8",
                "--output=@a.pt"))
        .isZero();
    assertThat(run("model", "export", "--to=safetensors", "@a.pt", "@a.safetensors")).isZero();

    assertThat(run("model", "import", "--weights=@a.safetensors", "--output=@b.pt")).isZero();

    assertThat(Model.read(folder.resolve("b.pt")).description())
        .isEqualTo(Model.read(folder.resolve("a.pt")).description());
    assertThat(folder.resolve("b.pt")).hasSameBinaryContentAs(folder.resolve("a.pt"));
    assertThat(
            run(
                "model",
                "import",
                "--weights=@a.safetensors",
                "--set=network.skip-channels=4",
                "--output=@c.pt"))
        .isEqualTo(2);
    assertThat(folder.resolve("c.pt")).doesNotExist();
  }

  @Test
  void aFolderForPythonIsWrittenOnceAndFromAModelOfThisProject() throws IOException {
    Model model = Model.create("deeplab-resnet18", SIZE, 9);
    model.write(folder.resolve("a.pt"));
    ArchiveWriter.write(folder.resolve("external.pt"), model.network(), model.weights(), Map.of());

    assertThat(run("model", "export", "--to=python", "@a.pt", "@hand-in")).isZero();
    assertThat(run("model", "export", "--to=state-dict", "@a.pt", "@a.pth")).isZero();
    assertThat(run("model", "export", "--to=state-dict", "@a.pt", "@a.pth")).isZero();

    assertThat(folder.resolve("hand-in/saliency.py")).exists();
    assertThat(run("model", "export", "--to=python", "@a.pt", "@hand-in")).isEqualTo(6);
    assertThat(run("model", "export", "--to=onnx", "@a.pt", "@b")).isEqualTo(2);
    assertThat(run("model", "export", "--to=python", "@external.pt", "@b")).isEqualTo(3);
    assertThat(run("model", "export", "--to=python", "--precision=fp16", "@a.pt", "@b"))
        .isEqualTo(2);
    assertThat(folder.resolve("b")).doesNotExist();
    assertThat(run("model", "export", "--to=state-dict", "@a.pt", "@external.pt")).isEqualTo(6);
  }

  @Test
  void weightsGoIntoANetworkWithOptionsOrOntoAModel() throws IOException {
    Map<String, Tensor> encoder =
        Model.create("deeplab-resnet18", SIZE, 9).weights().tensors().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("encoder."))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().replaceFirst("encoder", "model.backbone"),
                    Map.Entry::getValue));
    Safetensors.write(folder.resolve("resnet.safetensors"), encoder);

    assertThat(
            run(
                "model",
                "import",
                "--weights=@resnet.safetensors",
                "--network=deeplab-resnet18",
                "--set=network.center-prior=learned",
                "--output=@new.pt"))
        .isZero();
    assertThat(
            run(
                "model",
                "import",
                "--weights=@resnet.safetensors",
                "--onto=@new.pt",
                "--output=@onto.pt"))
        .isZero();

    Model made = Model.read(folder.resolve("new.pt"));
    Model onto = Model.read(folder.resolve("onto.pt"));
    assertThat(made.network().options().values()).containsEntry("center-prior", "learned");
    assertThat(onto.description().hash()).isEqualTo(made.description().hash());
    assertThat(run("model", "import", "--weights=@resnet.safetensors", "--output=@none.pt"))
        .isEqualTo(2);
  }
}
