package org.saliency.spark.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.saliency.json.Json;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.leaderboard.LeaderboardArguments;
import org.saliency.spark.leaderboard.LeaderboardJob;
import org.saliency.spark.results.NamedResults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "leaderboard", description = "Ranks methods by their places in several metrics.")
final class LeaderboardCommand implements Callable<Integer> {

  @Option(
      names = "--results",
      paramLabel = "NAME=DIR",
      description = "What score or evaluate wrote of a method; repeated.")
  private List<String> results = List.of();

  @Option(
      names = "--metrics",
      paramLabel = "M,…",
      split = ",",
      description = "Metrics that count (nss,sim,cc).")
  private String[] metrics;

  @Option(
      names = "--points",
      paramLabel = "FILE",
      description = "Table place,points that turns places into points.")
  private String points;

  @Option(names = "--output", required = true, paramLabel = "OUT", description = "Folder to fill.")
  private String output;

  @Mixin private SettingsOptions common;

  @Spec private CommandSpec spec;

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
            output);
    // Small tables: the driver reads them, with Spark's settings of file systems but without Spark.
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    LeaderboardJob.Result result = new LeaderboardJob(hadoop, arguments).run();
    PrintWriter out = spec.commandLine().getOut();
    out.print(common.json ? Json.write(result.leaderboard()) : result.table());
    out.flush();
    return 0;
  }
}
