package org.saliency.spark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "dataset",
    description = "Inspect and make data sets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DatasetInspectCommand.class, DatasetSynthesizeCommand.class})
final class DatasetCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand: inspect or synthesize");
  }
}
