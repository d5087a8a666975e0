package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.model.ImportedModel;
import org.saliency.model.ImportedModel.UnknownTensors;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "import",
    description = "Make a model from the weights of a PyTorch, torchvision or safetensors file.")
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
      names = "--allow-unknown",
      description = "Drop tensors that the network has no place for, instead of refusing them.")
  private boolean allowUnknown;

  @Override
  public Integer call() throws IOException {
    model.addTo(common);
    Settings settings = common.load().section("model");
    Model initial = Model.create(model.network, settings.size("input-size"), settings.seed("seed"));
    ImportedModel imported =
        ImportedModel.read(
            weights, initial, allowUnknown ? UnknownTensors.DROP : UnknownTensors.REFUSE);
    imported.model().write(model.output);
    return common.print(figures(imported), imported.summary() + model.output + "\n");
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
