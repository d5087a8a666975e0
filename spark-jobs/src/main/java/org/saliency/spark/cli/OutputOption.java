package org.saliency.spark.cli;

import picocli.CommandLine.Option;

/** The option {@code --output} of jobs that fill a folder. */
final class OutputOption {

  @Option(
      names = "--output",
      required = true,
      paramLabel = "OUT",
      description = "Output folder; created if missing.")
  String folder;
}
