package org.saliency.spark.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.saliency.dataset.Layout;
import org.saliency.json.Json;
import org.saliency.settings.Settings;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "evaluate", description = "Measures predicted maps by ground truth.")
final class EvaluateCommand implements Callable<Integer> {

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "DIR",
      description = "What score wrote, or PNG folders by video.")
  private String predictions;

  @Option(
      names = "--ground-truth",
      required = true,
      paramLabel = "DIR",
      description = "Maps and fixations, to measure by.")
  private String groundTruth;

  @Option(
      names = "--layout",
      defaultValue = "auto",
      paramLabel = "L",
      description = "Layout of the ground truth: auto, msu-savam, ucf-sports, hollywood2, dhf1k.")
  private String layout;

  @Option(names = "--profile", paramLabel = "P", description = "msu-savam, msu-challenge, native.")
  private String profile;

  @Option(names = "--output", required = true, paramLabel = "OUT", description = "Folder to fill.")
  private String output;

  @Mixin private SettingsOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = common.with("evaluate.profile", profile).load().section("evaluate");
    EvaluateArguments arguments =
        new EvaluateArguments(predictions, groundTruth, Layout.parse(layout), output, settings);
    try (Session session = Session.start("evaluate")) {
      EvaluateJob.Result result = new EvaluateJob(session.spark(), arguments).run();
      PrintWriter out = spec.commandLine().getOut();
      out.print(common.json ? Json.write(result.summary()) : result.table());
      out.flush();
      return 0;
    }
  }
}
