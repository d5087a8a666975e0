package org.saliency.spark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.json.Json;
import org.saliency.model.ImportedModel;
import org.saliency.model.ImportedModel.UnknownTensors;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = "Makes a model with the weights of PyTorch, torchvision or safetensors files.")
final class ModelImportCommand implements Callable<Integer> {

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "State dict (.pth), safetensors, or TorchScript archive.")
  private Path weights;

  @Option(
      names = "--network",
      required = true,
      paramLabel = "NAME",
      description = "Network that takes them: deeplab-resnet50, ...")
  private String network;

  @Option(names = "--output", required = true, paramLabel = "M.pt", description = "The file.")
  private Path output;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the weights that the file lacks (1).")
  private String seed;

  @Option(names = "--input-size", paramLabel = "WxH", description = "Input size (384x216).")
  private String inputSize;

  @Option(
      names = "--allow-unknown",
      description = "Drops tensors that the network has no place for, instead of refusing them.")
  private boolean allowUnknown;

  @Mixin private SettingsOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Settings settings =
        common.with("model.seed", seed).with("model.input-size", inputSize).load().section("model");
    Model initial = Model.create(network, settings.size("input-size"), settings.seed("seed"));
    ImportedModel imported =
        ImportedModel.read(
            weights, initial, allowUnknown ? UnknownTensors.DROP : UnknownTensors.REFUSE);
    imported.model().write(output);
    PrintWriter out = spec.commandLine().getOut();
    out.print(common.json ? Json.write(figures(imported)) : imported.summary() + output + "\n");
    out.flush();
    return 0;
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
