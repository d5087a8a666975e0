package org.saliency.spark.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.saliency.model.ReadyModel;
import org.saliency.settings.Settings;
import org.saliency.spark.lineage.Lineage;
import org.saliency.spark.lineage.ReportedRun;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import org.saliency.spark.score.ScoreResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "score",
    description = "Predict the saliency maps of videos, and measure them against ground truth.")
final class ScoreCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private OutputOption output;

  @Mixin private LayoutOption layout;

  @Mixin private DeviceOption device;

  @Mixin private PrecisionOption precision;

  @Mixin private WaitOption wait;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description =
          "A folder of videos or of frame folders, one video, one frame folder, one picture, or a"
              + " glob. May be repeated.")
  private List<String> inputs;

  @Option(
      names = "--model",
      paramLabel = "M.pt",
      description =
          "A model file, or an external TorchScript model that M.json describes, on any file"
              + " system (default: the ready model).")
  private String model;

  @Option(
      names = "--ground-truth",
      paramLabel = "DIR",
      description = "Data set with maps and fixations to measure against.")
  private String groundTruth;

  @Option(names = "--dry-run", description = "Print the plan as JSON and exit.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description =
          "How metrics are computed: ${bundle:choices.profiles} (default: ${bundle:default.score.profile}).")
  void setProfile(String value) {
    common.set("score.profile", value);
  }

  @Option(
      names = "--formats",
      paramLabel = "F,…",
      description =
          "Formats to write: ${bundle:choices.formats} (default: ${bundle:default.score.formats}).")
  void setFormats(String value) {
    common.set("score.formats", value);
  }

  @Option(
      names = "--map-size",
      paramLabel = "SIZE",
      description =
          "Size of the maps: source, model or WIDTHxHEIGHT (default:"
              + " ${bundle:default.score.map-size}).")
  void setMapSize(String value) {
    common.set("score.map-size", value);
  }

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "Frames in a forward pass, or auto (default: ${bundle:default.score.batch-size}).")
  void setBatchSize(String value) {
    common.set("score.batch-size", value);
  }

  @Option(
      names = "--on-existing",
      paramLabel = "POLICY",
      description =
          "If the output folder holds results: resume, overwrite or fail (default:"
              + " ${bundle:default.score.on-existing}).")
  void setOnExisting(String value) {
    common.set("score.on-existing", value);
  }

  @Option(
      names = "--max-bad-frames",
      paramLabel = "N",
      description =
          "Bad frames allowed before the exit code is 4 (default:"
              + " ${bundle:default.score.max-bad-frames}).")
  void setMaxBadFrames(String value) {
    common.set("score.max-bad-frames", value);
  }

  @Override
  public Integer call() throws InterruptedException {
    common.set("score.device", device.device);
    common.set("score.precision", precision.precision);
    common.set("score.wait", wait.value());
    Settings all = common.load();
    Lineage lineage = Lineage.from(all);
    Settings settings = all.section("score");
    ScoreArguments arguments =
        new ScoreArguments(
            inputs,
            model(),
            output.folder,
            Optional.ofNullable(groundTruth),
            layout.layout(),
            settings);
    try (Session session = Session.start("score")) {
      ScoreJob job = new ScoreJob(session.spark(), arguments);
      announceReadyModel();
      if (dryRun) {
        spec.commandLine().getOut().print(job.dryRun());
        spec.commandLine().getOut().flush();
        return 0;
      }
      ScoreResult result =
          lineage.report(reported(job.runId(), session), ScoreResult::frames, job::run);
      return common.print(result.json(), result.text());
    }
  }

  private String model() {
    return model == null ? ReadyModel.NAME : model;
  }

  private void announceReadyModel() {
    if (model == null) {
      System.err.println("score: no --model given, using the ready model (model info ready-model)");
    }
  }

  private ReportedRun reported(String id, Session session) {
    Stream<String> files = Stream.of(model()).filter(name -> !ReadyModel.isNamed(name));
    Stream<String> read =
        Stream.of(inputs.stream(), files, Stream.ofNullable(groundTruth))
            .flatMap(Function.identity());
    return ReportedRun.of("score", id, read, output.folder, session.spark());
  }
}
