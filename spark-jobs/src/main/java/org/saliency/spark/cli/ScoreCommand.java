package org.saliency.spark.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.saliency.dataset.Layout;
import org.saliency.json.Json;
import org.saliency.settings.Settings;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "score",
    description = "Predicts the saliency maps of videos, and measures them by ground truth.")
final class ScoreCommand implements Callable<Integer> {

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = "A folder of videos, one video, or a glob; may be repeated.")
  private List<String> inputs;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "M.pt",
      description = "A model file, or any TorchScript network that M.json describes.")
  private Path model;

  @Option(names = "--output", required = true, paramLabel = "OUT", description = "Folder to fill.")
  private String output;

  @Option(
      names = "--ground-truth",
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

  @Option(
      names = "--formats",
      paramLabel = "F,…",
      description = "png, parquet (both); png16, mp4, overlay.")
  private String formats;

  @Option(names = "--map-size", paramLabel = "SIZE", description = "source, model or WxH (source).")
  private String mapSize;

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu or gpu (auto).")
  private String device;

  @Option(names = "--precision", paramLabel = "P", description = "auto, fp32, bf16 or fp16 (auto).")
  private String precision;

  @Option(names = "--batch-size", paramLabel = "N", description = "Frames at a time, or auto.")
  private String batchSize;

  @Option(
      names = "--on-existing",
      paramLabel = "WAY",
      description = "resume, overwrite or fail (resume).")
  private String onExisting;

  @Option(names = "--max-bad-frames", paramLabel = "N", description = "Bad frames allowed (0).")
  private String maxBadFrames;

  @Option(names = "--dry-run", description = "Prints the plan as JSON and does nothing.")
  private boolean dryRun;

  @Mixin private SettingsOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings =
        common
            .with("score.profile", profile)
            .with("score.formats", formats)
            .with("score.map-size", mapSize)
            .with("score.device", device)
            .with("score.precision", precision)
            .with("score.batch-size", batchSize)
            .with("score.on-existing", onExisting)
            .with("score.max-bad-frames", maxBadFrames)
            .load()
            .section("score");
    ScoreArguments arguments =
        new ScoreArguments(
            inputs,
            model,
            output,
            Optional.ofNullable(groundTruth),
            Layout.parse(layout),
            settings);
    try (Session session = Session.start("score")) {
      ScoreJob job = new ScoreJob(session.spark(), arguments);
      if (dryRun) {
        out.print(job.dryRun());
      } else {
        ScoreJob.Result result = job.run();
        out.print(common.json ? Json.write(result.json()) : result.text());
      }
      out.flush();
      return 0;
    }
  }
}
