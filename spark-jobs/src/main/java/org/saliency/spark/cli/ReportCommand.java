package org.saliency.spark.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.saliency.spark.report.ReportArguments;
import org.saliency.spark.report.ReportJob;
import org.saliency.spark.results.NamedResults;
import org.saliency.storage.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "report", description = "Write a self-contained HTML page about scored videos.")
final class ReportCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--scores",
      required = true,
      paramLabel = "OUT",
      description = "Output folder of score or evaluate.")
  private String scores;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the method on the page (default: the network's).")
  private String name;

  @Option(
      names = "--compare",
      paramLabel = "NAME=DIR",
      description = "Results of another method. May be repeated.")
  private List<String> compared = List.of();

  @Option(
      names = "--attributes",
      paramLabel = "FILE",
      description =
          "CSV table of attributes of videos: a column video, and one for each attribute. Adds"
              + " means over the videos with each value.")
  private String attributes;

  @Option(
      names = "--areas",
      paramLabel = "FILE",
      description =
          "CSV table of areas of interest: video, from, to, name, box (WIDTHxHEIGHT+LEFT+TOP). Adds"
              + " the share of the attention in each.")
  private String areas;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The HTML file to write.")
  private String output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    common.load();
    ReportArguments arguments =
        new ReportArguments(
            scores,
            Optional.ofNullable(name),
            compared.stream().map(NamedResults::parse).toList(),
            Optional.ofNullable(attributes),
            Optional.ofNullable(areas),
            output);
    try (Session session = Session.start("report")) {
      ReportJob.Result result = new ReportJob(session.spark(), arguments).run();
      PrintWriter err = spec.commandLine().getErr();
      result.notes().forEach(note -> err.println("saliency: note: " + Text.printable(note)));
      err.flush();
      return common.print(
          Map.of("report", result.page(), "notes", result.notes()), result.page() + "\n");
    }
  }
}
