package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.settings.Settings;
import org.saliency.spark.demo.DemoJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = "Make videos, train a small network, score held-out videos and write a report.")
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--output",
      defaultValue = "demo",
      paramLabel = "DIR",
      description = "Output folder (default: ${DEFAULT-VALUE}); replaces an earlier demo in it.")
  private Path output;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = common.load();
    Path folder = LocalPath.ofOutput(output);
    try (Session session = Session.start("demo")) {
      DemoJob.Result result = new DemoJob(session.spark(), folder, settings).run();
      return common.print(
          Map.of("report", result.report().toAbsolutePath().toString()),
          result.table() + "\nreport: " + result.report().toAbsolutePath() + "\n");
    }
  }
}
