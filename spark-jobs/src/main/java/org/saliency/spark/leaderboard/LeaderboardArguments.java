package org.saliency.spark.leaderboard;

import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.spark.results.NamedResults;

/**
 * Arguments of {@code leaderboard}.
 *
 * @param results of the methods to rank: at least one, with unique names
 * @param metrics that determine the ranks: at least one, without duplicates; by default {@link
 *     org.saliency.metric.Ranking#DEFAULT_METRICS}
 * @param points CSV table with the columns {@code place} and {@code points}
 * @param output folder for {@code leaderboard.csv} and {@code leaderboard.json}
 */
public record LeaderboardArguments(
    List<NamedResults> results, List<Metric> metrics, Optional<String> points, String output) {

  /**
   * Checks the arguments.
   *
   * @throws UserException when results or metrics are empty or contain duplicates
   */
  public LeaderboardArguments {
    results = List.copyOf(results);
    metrics = List.copyOf(metrics);
    if (results.isEmpty()) {
      throw UserException.usage("Missing results: give at least one with --results NAME=DIR");
    }
    NamedResults.requireDistinct(results.stream().map(NamedResults::name).toList());
    if (metrics.isEmpty()) {
      throw UserException.usage("Missing metrics: give at least one, for example nss,sim,cc");
    }
    if (metrics.stream().distinct().count() < metrics.size()) {
      throw UserException.usage("Duplicate metric in %s: give each once", metrics);
    }
  }
}
