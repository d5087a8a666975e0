package org.saliency.spark.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of commands that make a model file. */
final class NewModelOptions {

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the initial weights (default: ${bundle:default.model.seed}).")
  private String seed;

  @Option(
      names = "--input-size",
      paramLabel = "WxH",
      description = "Input size in pixels (default: ${bundle:default.model.input-size}).")
  private String inputSize;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "M.pt",
      description = "The model file to write.")
  Path output;

  void addTo(CommonOptions common) {
    common.set("model.seed", seed);
    common.set("model.input-size", inputSize);
  }
}
