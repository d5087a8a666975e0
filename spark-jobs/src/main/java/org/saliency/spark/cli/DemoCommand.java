package org.saliency.spark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.saliency.spark.demo.DemoJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Session session = Session.start("demo")) {
      DemoJob.Result result = new DemoJob(session.spark(), output).run();
      PrintWriter out = spec.commandLine().getOut();
      out.println(result.table());
      out.println("report: " + result.report().toAbsolutePath());
      out.flush();
      return 0;
    }
  }
}
