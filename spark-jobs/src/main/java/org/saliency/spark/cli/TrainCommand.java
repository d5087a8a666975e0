package org.saliency.spark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.saliency.dataset.Layout;
import org.saliency.json.Json;
import org.saliency.network.NetworkOptions;
import org.saliency.settings.Settings;
import org.saliency.training.TrainingArguments;
import org.saliency.training.TrainingJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "train", description = "Trains a network on videos with ground truth.")
final class TrainCommand implements Callable<Integer> {

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "Videos and maps.")
  private String data;

  @Option(
      names = "--layout",
      defaultValue = "auto",
      paramLabel = "L",
      description = "auto, msu-savam, ucf-sports, hollywood2, dhf1k.")
  private String layout;

  @Option(names = "--output", required = true, paramLabel = "DIR", description = "Folder to fill.")
  private Path output;

  @Option(
      names = "--validation-data",
      paramLabel = "DIR",
      description = "Videos to check on, instead of some of --data.")
  private String validationData;

  @Option(
      names = "--train-list",
      paramLabel = "FILE",
      description = "Names the videos to learn from, one a line.")
  private String trainingList;

  @Option(
      names = "--validation-list",
      paramLabel = "FILE",
      description = "Names the videos to check on.")
  private String validationList;

  @Option(
      names = "--test-list",
      paramLabel = "FILE",
      description = "Names videos to leave out for a test; the model says so.")
  private String testList;

  @Option(
      names = "--on-existing",
      paramLabel = "WHAT",
      description = "A run in the output: resume, overwrite or fail (resume).")
  private String onExisting;

  @Option(names = "--init", paramLabel = "M.pt", description = "Model to start from.")
  private Path initial;

  @Option(names = "--network", paramLabel = "NAME", description = "Network to create instead.")
  private String network;

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu or gpu (auto).")
  private String device;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs (10).")
  private String epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "Frames in a batch (8).")
  private String batchSize;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (1).")
  private String seed;

  @Mixin private SettingsOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings =
        common
            .with("train.network", network)
            .with("train.device", device)
            .with("train.epochs", epochs)
            .with("train.batch-size", batchSize)
            .with("train.seed", seed)
            .with("train.on-existing", onExisting)
            .load();
    TrainingArguments arguments =
        new TrainingArguments(
            data,
            Layout.parse(layout),
            output,
            Optional.ofNullable(initial),
            NetworkOptions.from(settings),
            Optional.ofNullable(validationData),
            Optional.ofNullable(trainingList),
            Optional.ofNullable(validationList),
            Optional.ofNullable(testList));
    TrainingJob.Result result = new TrainingJob(arguments, settings.section("train")).run();
    PrintWriter out = spec.commandLine().getOut();
    out.print(common.json ? Json.write(result.manifest()) : result.text());
    out.flush();
    return 0;
  }
}
