package org.saliency.spark.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.saliency.settings.Settings;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.lineage.Lineage;
import org.saliency.spark.lineage.ReportedRun;
import org.saliency.spark.lineage.Tracking;
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
      paramLabel = "DIR",
      description =
          "Output of score, PNG folders by video, saliency videos, or a folder of maps of photographs.")
  private String predictions = "";

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
      names = "--metrics",
      paramLabel = "METRIC,…",
      description =
          "Metrics to compute, of ${bundle:choices.metrics} (default: those of the profile).")
  void setMetrics(String value) {
    common.set("evaluate.metrics", value);
  }

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      description =
          "Training split with ground truth: its mean map is the baseline of ig and the center"
              + " prior, its fixations are the negatives of sauc.")
  void setBaseline(String value) {
    common.set("evaluate.baseline", value);
  }

  @Option(
      names = "--floor",
      paramLabel = "FLOOR",
      description =
          "Measure a floor in place of predictions: uniform, or center-prior (of --baseline).")
  void setFloor(String value) {
    common.set("evaluate.floor", value);
  }

  @Option(
      names = "--ceiling",
      paramLabel = "CEILING",
      description =
          "Measure a ceiling in place of predictions: one-viewer (predicts the others) or"
              + " half-viewers (half of them predicts the other half). Needs --truth-sigma.")
  void setCeiling(String value) {
    common.set("evaluate.ceiling", value);
  }

  @Option(
      names = "--truth-sigma",
      paramLabel = "PIXELS,…",
      description =
          "Make the ground-truth maps from the fixations, with a Gaussian of this standard"
              + " deviation in pixels of the frame. Of several, the first counts; the others show"
              + " how metrics and places depend on it.")
  void setTruthSigma(String value) {
    common.set("evaluate.truth-sigma", value);
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

  @Option(
      names = "--passport",
      description =
          "Also compute the metrics by every convention, the profiles and public evaluation code,"
              + " side by side: passport.md, passport.csv, passport.json.")
  void setPassport(boolean value) {
    common.set("evaluate.passport", Boolean.toString(value));
  }

  @Override
  public Integer call() throws InterruptedException {
    common.set("evaluate.wait", wait.value());
    Settings all = common.load();
    Lineage lineage = Lineage.from(all);
    Settings settings = all.section("evaluate");
    EvaluateArguments arguments =
        new EvaluateArguments(predictions, groundTruth, layout.layout(), output.folder, settings);
    Map<String, String> tags =
        Map.of("predictions", predictions, "ground_truth", groundTruth, "output", output.folder);
    try (Tracking tracking = Tracking.start(all, "evaluate", tags);
        Session session = Session.start("evaluate")) {
      EvaluateJob job = new EvaluateJob(session.spark(), arguments);
      tracking.tags(Map.of("run_id", job.runId()));
      EvaluateJob.Result result =
          lineage.report(
              ReportedRun.of(
                  "evaluate",
                  job.runId(),
                  Stream.of(predictions, groundTruth),
                  output.folder,
                  session.spark()),
              done -> done.manifest().counts().get("done"),
              job::run);
      tracking.metrics(result.means());
      tracking.finished();
      return common.print(result.summary(), result.table());
    }
  }
}
