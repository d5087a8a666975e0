package org.saliency.spark.cli;

import java.util.concurrent.Callable;
import org.saliency.settings.Settings;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "evaluate", description = "Measure predicted maps against ground truth.")
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private OutputOption output;

  @Mixin private LayoutOption layout;

  @Mixin private WaitOption wait;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "DIR",
      description = "Output of score, PNG folders by video, or saliency videos.")
  private String predictions;

  @Option(
      names = "--ground-truth",
      required = true,
      paramLabel = "DIR",
      description = "Data set with maps and fixations to measure against.")
  private String groundTruth;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description =
          "How metrics are computed: ${bundle:choices.profiles} (default:"
              + " ${bundle:default.evaluate.profile}).")
  void setProfile(String value) {
    common.set("evaluate.profile", value);
  }

  @Option(
      names = "--missing",
      paramLabel = "POLICY",
      description =
          "Frames with ground truth but without a map: fail, skip (leave them out) or zero (measure"
              + " them as all-zero maps); default: ${bundle:default.evaluate.missing}.")
  void setMissing(String value) {
    common.set("evaluate.missing", value);
  }

  @Override
  public Integer call() throws InterruptedException {
    common.set("evaluate.wait", wait.value());
    Settings settings = common.load().section("evaluate");
    EvaluateArguments arguments =
        new EvaluateArguments(predictions, groundTruth, layout.layout(), output.folder, settings);
    try (Session session = Session.start("evaluate")) {
      EvaluateJob.Result result = new EvaluateJob(session.spark(), arguments).run();
      return common.print(result.summary(), result.table());
    }
  }
}
