package org.saliency.spark.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.leaderboard.LeaderboardArguments;
import org.saliency.spark.leaderboard.LeaderboardJob;
import org.saliency.spark.results.NamedResults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "leaderboard", description = "Rank methods by their places in several metrics.")
final class LeaderboardCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private OutputOption output;

  @Option(
      names = "--results",
      paramLabel = "NAME=DIR",
      description = "Output folder of score or evaluate for a method. Repeat for each method.")
  private List<String> results = List.of();

  @Option(
      names = "--metrics",
      paramLabel = "METRIC",
      split = ",",
      description =
          "Metrics that count: ${bundle:choices.metrics} (default: ${bundle:choices.ranking-metrics}).")
  private String[] metrics;

  @Option(
      names = "--points",
      paramLabel = "FILE",
      description = "CSV with the columns place and points: points for each place.")
  private String points;

  @Override
  public Integer call() {
    common.load();
    LeaderboardArguments arguments =
        new LeaderboardArguments(
            results.stream().map(NamedResults::parse).toList(),
            metrics == null
                ? Ranking.DEFAULT_METRICS
                : Arrays.stream(metrics).map(Metric::named).toList(),
            Optional.ofNullable(points),
            output.folder);
    // The tables are small: the driver reads them with Spark's file system settings, without Spark.
    LeaderboardJob.Result result = new LeaderboardJob(DriverFiles.hadoop(), arguments).run();
    return common.print(result.leaderboard(), result.table());
  }
}
