package org.saliency.spark.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.saliency.settings.Settings;
import org.saliency.spark.output.LeaseSettings;
import org.saliency.spark.status.RunStatus;
import org.saliency.spark.status.StatusReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "status",
    description = {
      "Report how far a run of score or evaluate is, from its output folder alone.",
      "Starts no Spark and writes nothing, so a run can be followed from any machine."
    })
final class StatusCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "OUT", description = "Output folder, on any file system.")
  private String folder;

  @Override
  public Integer call() {
    Settings settings = common.load().section("score");
    Duration expiry = LeaseSettings.from(settings).expiry();
    RunStatus status = new StatusReader(DriverFiles.hadoop(), expiry).read(folder);
    return common.print(status, status.text());
  }
}
