package org.saliency.spark.leaderboard;

import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.spark.results.NamedResults;

/**
 * Arguments of {@code leaderboard}.
 *
 * @param results of the methods to rank: at least one, with unique names; none with a table
 * @param table published table to rank in place of results
 * @param metrics that determine the ranks: at least one, without duplicates; by default {@link
 *     org.saliency.metric.Ranking#DEFAULT_METRICS}
 * @param points CSV table with the columns {@code place} and {@code points}
 * @param output folder for {@code leaderboard.csv}, {@code .json}, {@code .md} and {@code .tex}
 */
public record LeaderboardArguments(
    List<NamedResults> results,
    Optional<String> table,
    List<Metric> metrics,
    Optional<String> points,
    String output) {

  /** The arguments for ranking results. */
  public LeaderboardArguments(
      List<NamedResults> results, List<Metric> metrics, Optional<String> points, String output) {
    this(results, Optional.empty(), metrics, points, output);
  }

  /**
   * Checks the arguments.
   *
   * @throws UserException when results or metrics are empty or contain duplicates
   */
  public LeaderboardArguments {
    results = List.copyOf(results);
    metrics = List.copyOf(metrics);
    if (results.isEmpty() && table.isEmpty()) {
      throw UserException.usage(
          "Missing results: give at least one with --results NAME=DIR, or a table with --table FILE");
    }
    if (!results.isEmpty() && table.isPresent()) {
      throw UserException.usage(
          "Both results and a table are given: give either --results or --table");
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
