package org.saliency.spark.cli;

import picocli.CommandLine.Option;

/** The option {@code --precision} of commands that run a network. */
final class PrecisionOption {

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description =
          "Number format of the network: ${bundle:choices.precisions} (default:"
              + " ${bundle:default.score.precision}).")
  String precision;
}
