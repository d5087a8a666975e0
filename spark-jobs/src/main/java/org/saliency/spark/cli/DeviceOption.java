package org.saliency.spark.cli;

import picocli.CommandLine.Option;

/** The option {@code --device} of commands that run a network. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "${bundle:choices.devices} (default: ${bundle:default.score.device}).")
  String device;
}
