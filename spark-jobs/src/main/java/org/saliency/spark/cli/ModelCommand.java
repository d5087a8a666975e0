package org.saliency.spark.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.model.ModelDescription;
import org.saliency.network.Calibration;
import org.saliency.network.LayerSummary;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.settings.Settings;
import org.saliency.spark.serving.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    description = "Make, convert and describe model files.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelCommand.Create.class,
      ModelImportCommand.class,
      ModelExportCommand.class,
      ModelCalibrateCommand.class,
      ModelQuantizeCommand.class,
      ModelDeclareTestCommand.class,
      ModelCommand.Info.class,
    })
final class ModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing subcommand: create, import, export, calibrate, quantize, declare-test or info");
  }

  @Command(
      name = "create",
      description = "Make a model with initial weights; the settings network.* are its options.")
  static final class Create implements Callable<Integer> {

    @Mixin private final CommonOptions common = new CommonOptions();

    @Mixin private NewModelOptions model;

    @Option(
        names = "--network",
        required = true,
        paramLabel = "NAME",
        description = "Network of the model: ${bundle:choices.networks}.")
    private String network;

    @Override
    public Integer call() throws IOException {
      model.addTo(common);
      Settings settings = common.load();
      Settings section = settings.section("model");
      ModelOutput target = ModelOutput.ofUntrained(model.output, List.of());
      Model created =
          Model.create(
              network,
              NetworkOptions.from(settings),
              section.size("input-size"),
              section.seed("seed"));
      created.write(target.file());
      Map<String, Object> figures = figures(created);
      target.addTo(figures);
      return common.print(figures, target.line());
    }
  }

  @Command(name = "info", description = "Describe a model file, layer by layer.")
  static final class Info implements Callable<Integer> {

    @Mixin private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "M.pt", description = "The model file, on any file system.")
    private String file;

    @Override
    public Integer call() {
      common.load();
      try (ModelFile local = ModelFile.open(file, DriverFiles.files())) {
        Model model = Model.read(local.path());
        return common.print(figures(model), table(model));
      }
    }
  }

  /** The description of a model as JSON. */
  static Map<String, Object> figures(Model model) {
    ModelDescription description = model.description();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("network", description.network());
    figures.put("network_options", model.network().options().values());
    figures.put("parameters", model.network().parameterCount());
    figures.put("multiply_adds", model.network().multiplyAdds(description.inputSize()));
    figures.put("input_size", description.inputSize());
    figures.put("normalisation", description.normalisation());
    figures.put("metrics", description.metrics());
    figures.put("provenance", description.provenance());
    figures.put("calibration", description.calibration());
    model.quantisation().ifPresent(present -> figures.put("quantisation", present));
    figures.put("declared_tests", description.declaredTests());
    figures.put("trained_on", description.trainedVideos());
    figures.put("hash", description.hash());
    return figures;
  }

  private static String table(Model model) {
    ModelDescription description = model.description();
    Network network = model.network();
    Size size = description.inputSize();
    StringBuilder text = new StringBuilder();
    String row = "%-42s %-16s %12s %17s%n";
    text.append(
        String.format(Locale.ROOT, row, "layer", "output shape", "parameters", "multiply-adds"));
    for (LayerSummary layer : network.summary(size)) {
      text.append(
          String.format(
              Locale.ROOT,
              row,
              layer.path().isEmpty() ? layer.kind() : layer.kind() + ": " + layer.path(),
              layer.output(),
              count(layer.parameters()),
              count(layer.multiplyAdds())));
    }
    text.append(
        String.format(
            Locale.ROOT,
            row,
            "total for one frame of " + size,
            "",
            count(network.parameterCount()),
            count(network.multiplyAdds(size))));
    text.append('\n');
    text.append("network        ").append(description.network()).append('\n');
    network
        .options()
        .values()
        .forEach((k, v) -> text.append("option         " + k + " " + v + "\n"));
    text.append("input size     ").append(size).append('\n');
    text.append("normalisation  mean ").append(description.normalisation().mean());
    text.append(", standard deviation ").append(description.normalisation().standardDeviation());
    text.append('\n').append("hash           ").append(description.hash()).append('\n');
    text.append(calibration(description.calibration()));
    if (!description.declaredTests().isEmpty()) {
      text.append("declared tests ").append(String.join(", ", description.declaredTests()));
      text.append('\n');
    }
    description.metrics().forEach((k, v) -> text.append("at training    " + k + " " + v + "\n"));
    description
        .provenance()
        .forEach((k, v) -> text.append("provenance     " + k + ": " + v + "\n"));
    model
        .quantisation()
        .ifPresent(
            quantisation ->
                text.append("\nquantised for int8, maps of fp32 and int8 measured:\n")
                    .append(QuantisationTable.of(quantisation)));
    return text.toString();
  }

  private static String calibration(Calibration calibration) {
    if (calibration.isNone()) {
      return "";
    }
    if (calibration.adaptation() == null) {
      return String.format(
          Locale.ROOT,
          "calibration    brightness %s, prior weight %s%n",
          calibration.brightness(),
          calibration.priorWeight());
    }
    String text = "calibration    " + calibration.adaptation() + "\n";
    return calibration.heldOut() == null
        ? text
        : text + "calibration    on videos left out: " + calibration.heldOut() + "\n";
  }

  private static String count(long number) {
    return number == 0 ? "-" : String.format(Locale.ROOT, "%,d", number);
  }
}
