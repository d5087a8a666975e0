package org.saliency.spark.leaderboard;

import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.spark.results.NamedResults;

/**
 * What is ranked, and by what.
 *
 * @param results the methods, at least one, no two of one name
 * @param metrics that count, at least one, each once; {@link
 *     org.saliency.metric.Ranking#DEFAULT_METRICS} are the course's
 * @param points CSV table with the columns {@code place} and {@code points}, if places earn any
 * @param output folder to write {@code leaderboard.csv} and {@code leaderboard.json} to
 */
public record LeaderboardArguments(
    List<NamedResults> results, List<Metric> metrics, Optional<String> points, String output) {

  /**
   * Checks the arguments.
   *
   * @throws UserException when there are no results or no metrics, or one comes twice
   */
  public LeaderboardArguments {
    results = List.copyOf(results);
    metrics = List.copyOf(metrics);
    if (results.isEmpty()) {
      throw UserException.usage(
          "there are no results to rank: give at least one with --results NAME=DIR");
    }
    NamedResults.requireDistinct(results.stream().map(NamedResults::name).toList());
    if (metrics.isEmpty()) {
      throw UserException.usage("there are no metrics to rank by: name some, as in nss,sim,cc");
    }
    if (metrics.stream().distinct().count() < metrics.size()) {
      throw UserException.usage("a metric is named twice in %s: name each once", metrics);
    }
  }
}
