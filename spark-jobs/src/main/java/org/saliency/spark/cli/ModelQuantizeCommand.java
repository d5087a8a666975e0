package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.saliency.calibration.QuantisationJob;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.serving.ModelFile;
import org.saliency.spark.storage.WrittenFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "quantize",
    description =
        "Quantise a model, so that 'score' computes it in int8 on CPUs, and measure what this"
            + " costs.")
final class ModelQuantizeCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private LayoutOption layout;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "M.pt",
      description = "The model file to quantise, on any file system.")
  private String model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Videos with ground truth whose frames show how large activations become, such as"
              + " those of the training; must not be test videos.")
  private String data;

  @Option(
      names = "--validation-data",
      paramLabel = "VAL",
      description =
          "Other videos with ground truth to measure the loss on (default: a part of --data that"
              + " is not used otherwise).")
  private String validation;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "Q.pt",
      description = "The quantised model file to write.")
  private Path output;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description =
          "Maximum number of frames of either kind, drawn at random (default:"
              + " ${bundle:default.quantize.frames}).")
  void setFrames(String value) {
    common.set("quantize.frames", value);
  }

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the frames drawn (default: ${bundle:default.quantize.seed}).")
  void setSeed(String value) {
    common.set("quantize.seed", value);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = common.load().section("quantize");
    ModelOutput target = ModelOutput.of(WrittenFile.MODEL, output, List.of(model));
    String videos = LocalPath.ofData(data);
    Optional<String> others = Optional.ofNullable(validation).map(LocalPath::ofData);
    try (ModelFile local = ModelFile.open(model, DriverFiles.files())) {
      target.requireNoLoss(local.path());
      Model quantised =
          new QuantisationJob(local.path(), model, videos, others, layout.layout(), settings).run();
      quantised.write(target.file());
      Map<String, Object> figures = figures(quantised);
      target.addTo(figures);
      return common.print(
          figures, QuantisationTable.of(quantised.quantisation().orElseThrow()) + target.line());
    }
  }

  private static Map<String, Object> figures(Model quantised) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("costs", quantised.quantisation().orElseThrow().costs());
    figures.put("hash", quantised.description().hash());
    return figures;
  }
}
