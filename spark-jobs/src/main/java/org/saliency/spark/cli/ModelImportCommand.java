package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.saliency.model.ImportedModel;
import org.saliency.model.ImportedModel.UnknownTensors;
import org.saliency.model.ModelImport;
import org.saliency.model.NetworkRequest;
import org.saliency.settings.Settings;
import org.saliency.spark.serving.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "import",
    description =
        "Make a model from the weights of a PyTorch, torchvision or safetensors file; the settings"
            + " network.* are the options of its network.")
final class ModelImportCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private NewModelOptions model;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "State dict (.pth), safetensors file, or TorchScript archive.")
  private Path weights;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Network of a new model: ${bundle:choices.networks}. Not needed with --onto, or for"
              + " safetensors from 'model export'.")
  private String network;

  @Option(
      names = "--onto",
      paramLabel = "M.pt",
      description = "Model file to put the weights into; what the file lacks stays as it is.")
  private String onto;

  @Option(
      names = "--key",
      paramLabel = "NAME",
      description = "Which state dict to read from a file that has several, such as model_ema.")
  private String key;

  @Option(
      names = "--allow-unknown",
      description = "Drop tensors that the network has no place for, instead of refusing them.")
  private boolean allowUnknown;

  @Override
  public Integer call() throws IOException {
    model.addTo(common);
    Settings all = common.load();
    Settings section = all.section("model");
    NetworkRequest request =
        NetworkRequest.from(
            all,
            Optional.ofNullable(network),
            section.isGiven("input-size")
                ? Optional.of(section.size("input-size"))
                : Optional.empty());
    ModelOutput target =
        ModelOutput.ofUntrained(
            model.output, Stream.of(weights.toString(), onto).filter(Objects::nonNull).toList());
    try (ModelFile base = onto == null ? null : ModelFile.open(onto, DriverFiles.files())) {
      ImportedModel imported =
          new ModelImport(
                  weights,
                  Optional.ofNullable(key),
                  Optional.ofNullable(base).map(ModelFile::path),
                  request,
                  section.size("input-size"),
                  section.seed("seed"),
                  allowUnknown ? UnknownTensors.DROP : UnknownTensors.REFUSE)
              .run();
      imported.model().write(target.file());
      Map<String, Object> figures = figures(imported);
      target.addTo(figures);
      return common.print(figures, imported.summary() + target.line());
    }
  }

  private static Map<String, Object> figures(ImportedModel imported) {
    Map<String, Object> figures = ModelCommand.figures(imported.model());
    figures.put("container", imported.source().container());
    figures.put("sha256", imported.source().sha256());
    figures.put("taken", imported.taken());
    figures.put("dropped", imported.dropped());
    figures.put("initial", imported.initial());
    return figures;
  }
}
