package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.saliency.model.NetworkRequest;
import org.saliency.settings.Settings;
import org.saliency.spark.lineage.Tracking;
import org.saliency.spark.serving.ModelFile;
import org.saliency.training.TrainingArguments;
import org.saliency.training.TrainingData;
import org.saliency.training.TrainingJob;
import org.saliency.training.TrainingManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "train", description = "Train a network on videos with ground truth.")
final class TrainCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private LayoutOption layout;

  @Mixin private DeviceOption device;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR[:WEIGHT]",
      description =
          "Videos with ground truth. May be repeated; an epoch draws each frame of a folder as often"
              + " as its weight says (default: 1).")
  private List<String> data;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Output folder; created if missing.")
  private Path output;

  @Option(
      names = "--validation-data",
      paramLabel = "DIR",
      description = "Videos to validate on, instead of a share of --data.")
  private String validationData;

  @Option(
      names = "--train-list",
      paramLabel = "FILE",
      description = "Text file of the videos to train on, one name per line.")
  private String trainingList;

  @Option(
      names = "--validation-list",
      paramLabel = "FILE",
      description = "Text file of the videos to validate on, one name per line.")
  private String validationList;

  @Option(
      names = "--test-list",
      paramLabel = "FILE",
      description = "Text file of test videos to leave out; the model file records them.")
  private String testList;

  @Option(
      names = "--init",
      paramLabel = "M.pt",
      description = "Model file to start from, on any file system, instead of a new network.")
  private String initial;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Network to create: ${bundle:choices.networks} (default: ${bundle:default.train.network}).")
  void setNetwork(String value) {
    common.set("train.network", value);
  }

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs (default: ${bundle:default.train.epochs}).")
  void setEpochs(String value) {
    common.set("train.epochs", value);
  }

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Frames in a batch (default: ${bundle:default.train.batch-size}).")
  void setBatchSize(String value) {
    common.set("train.batch-size", value);
  }

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed (default: ${bundle:default.train.seed}).")
  void setSeed(String value) {
    common.set("train.seed", value);
  }

  @Option(
      names = "--on-existing",
      paramLabel = "POLICY",
      description =
          "If the output folder holds a run: resume, overwrite or fail (default:"
              + " ${bundle:default.train.on-existing}).")
  void setOnExisting(String value) {
    common.set("train.on-existing", value);
  }

  private static NetworkRequest request(Settings settings) {
    Settings section = settings.section("train");
    return NetworkRequest.from(
        settings,
        section.isGiven("network") ? Optional.of(section.text("network")) : Optional.empty(),
        section.isGiven("input-size") ? Optional.of(section.size("input-size")) : Optional.empty());
  }

  private static TrainingData local(TrainingData data) {
    return new TrainingData(LocalPath.ofData(data.folder()), data.weight());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    common.set("train.device", device.device);
    Settings settings = common.load();
    try (ModelFile start = initial == null ? null : ModelFile.open(initial, DriverFiles.files())) {
      TrainingArguments arguments =
          new TrainingArguments(
              data.stream().map(TrainingData::parse).map(TrainCommand::local).toList(),
              layout.layout(),
              LocalPath.ofOutput(output),
              Optional.ofNullable(start).map(ModelFile::path),
              request(settings),
              Optional.ofNullable(validationData).map(LocalPath::ofData),
              Optional.ofNullable(trainingList),
              Optional.ofNullable(validationList),
              Optional.ofNullable(testList));
      TrainingJob.Result result =
          tracked(new TrainingJob(arguments, settings.section("train")), settings);
      return common.print(result.manifest(), result.text());
    }
  }

  private TrainingJob.Result tracked(TrainingJob job, Settings settings)
      throws IOException, InterruptedException {
    Map<String, String> tags = Map.of("data", String.join(", ", data), "output", output.toString());
    try (Tracking tracking = Tracking.start(settings, "train", tags)) {
      tracking.followTraining(output);
      TrainingJob.Result result = job.run();
      TrainingManifest manifest = result.manifest();
      tracking.tags(Map.of("model_hash", manifest.modelHash(), "precision", manifest.precision()));
      Map<String, Double> best = new TreeMap<>();
      manifest.best().forEach((metric, value) -> best.put("best_" + metric, value));
      tracking.metrics(best);
      tracking.finished(result.model());
      return result;
    }
  }
}
