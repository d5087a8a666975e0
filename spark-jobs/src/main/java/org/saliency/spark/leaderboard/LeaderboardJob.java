package org.saliency.spark.leaderboard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.metric.Metric;
import org.saliency.metric.Ranking;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.results.FairComparison;
import org.saliency.spark.results.NamedResults;
import org.saliency.spark.results.PairedDifference;
import org.saliency.spark.results.Scores;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.statistics.Bootstrap;
import org.saliency.storage.Text;

/**
 * Ranks methods by the metrics that {@code score} or {@code evaluate} wrote. Reads a few small
 * files for each, so it needs no Spark session.
 */
public final class LeaderboardJob {

  private static final String TRUTH_SIGMAS = "truth_sigmas.csv";

  private final LeaderboardArguments arguments;
  private final HadoopFiles files;
  private final OutputFolder output;

  /** A job on file systems with a Hadoop configuration. */
  public LeaderboardJob(Configuration hadoop, LeaderboardArguments arguments) {
    this.arguments = arguments;
    this.files = new HadoopFiles(hadoop);
    this.output = new OutputFolder(arguments.output(), hadoop);
  }

  /**
   * Result of the job.
   *
   * @param leaderboard as written to {@code leaderboard.json}: a {@link Leaderboard}, or a {@link
   *     PublishedLeaderboard} of a table
   * @param table the same as text
   */
  public record Result(Object leaderboard, String table) {}

  /**
   * Ranks the methods.
   *
   * @throws UserException when results are missing, incomplete, or not comparable
   */
  public Result run() {
    if (output.holds("manifest.json")) {
      throw UserException.output(
          "output %s holds results of score or evaluate: choose another folder", output);
    }
    return arguments.table().map(this::rankTable).orElseGet(this::rankResults);
  }

  private Result rankTable(String path) {
    Map<String, Map<Metric, Double>> methods =
        PublishedTable.parse(read(path, "table"), path, arguments.metrics());
    PublishedLeaderboard leaderboard =
        PublishedLeaderboard.of(
            path, methods, arguments.metrics(), arguments.points().map(this::readPoints));
    write(leaderboard.csv(), leaderboard, leaderboard.ranked());
    return new Result(leaderboard, leaderboard.text());
  }

  private void write(String csv, Object leaderboard, RankedTable ranked) {
    output.write("leaderboard.csv", csv);
    output.write("leaderboard.json", Json.write(leaderboard));
    output.write("leaderboard.md", ranked.markdown());
    output.write("leaderboard.tex", ranked.latex());
  }

  private Result rankResults() {
    List<Scores> scores = arguments.results().stream().map(this::read).toList();
    FairComparison comparison = FairComparison.of(files, scores);
    requireValues(comparison, scores);
    Leaderboard leaderboard = rank(comparison, arguments.points().map(this::readPoints));
    write(leaderboard.csv(), leaderboard, leaderboard.ranked());
    if (leaderboard.truthSigmas().isEmpty()) {
      output.delete(TRUTH_SIGMAS); // of an earlier ranking
    } else {
      output.write(TRUTH_SIGMAS, SigmaPlaces.csv(leaderboard.truthSigmas(), leaderboard.metrics()));
    }
    return new Result(leaderboard, leaderboard.table());
  }

  private Scores read(NamedResults results) {
    return Scores.read(files, results.folder()).named(results.name()).requireComplete();
  }

  private Leaderboard rank(FairComparison comparison, Optional<PlacePoints> points) {
    Map<String, Scores> methods = new LinkedHashMap<>();
    Map<String, Map<Metric, Double>> means = new LinkedHashMap<>();
    for (Scores method : comparison.methods()) {
      methods.put(method.name(), method);
      means.put(method.name(), method.means());
    }
    Map<String, Long> frames = new LinkedHashMap<>();
    arguments
        .metrics()
        .forEach(metric -> frames.put(metric.column(), comparison.metricFrames().get(metric)));
    List<Ranking.Standing> standings = Ranking.of(means, arguments.metrics());
    return new Leaderboard(
        comparison.methods().get(0).profile().option(),
        comparison.videos(),
        comparison.frames(),
        frames,
        arguments.metrics().stream().map(Metric::column).toList(),
        standings.stream()
            .map(own -> Leaderboard.Line.of(own, methods.get(own.name()), points))
            .toList(),
        PairedDifference.ofPairs(
            standings.stream().map(own -> methods.get(own.name())).toList(),
            arguments.metrics(),
            Bootstrap.DEFAULT),
        Bootstrap.DEFAULT,
        SigmaPlaces.of(files, comparison.methods(), arguments.metrics()),
        warnings(comparison));
  }

  private static List<String> warnings(FairComparison comparison) {
    List<String> warnings = new ArrayList<>(comparison.warnings());
    if (comparison.methods().size() == 1) {
      warnings.add(
          "only method '"
              + comparison.methods().get(0).name()
              + "' is ranked: give the others with --results NAME=DIR, too");
    }
    return warnings;
  }

  /** Checks that methods which have values of a metric have some of them for the same frames. */
  private void requireValues(FairComparison comparison, List<Scores> scores) {
    for (Metric metric : arguments.metrics()) {
      scores.stream()
          .filter(own -> own.isUndefined(metric))
          .findFirst()
          .ifPresent(
              own -> {
                throw UserException.input(
                    "%s is undefined for all frames of '%s', whose maps are blank or whose ground"
                        + " truth lacks what it needs: rank without it (--metrics), or leave out the"
                        + " method",
                    metric.label(), own.name());
              });
      if (comparison.metricFrames().getOrDefault(metric, 0L) == 0
          && scores.stream().allMatch(own -> own.means().containsKey(metric))) {
        throw UserException.input(
            "%s has no frame with a value for every method: rank without it (--metrics), or leave"
                + " out the methods whose maps are blank or missing",
            metric.label());
      }
    }
  }

  private PlacePoints readPoints(String path) {
    return PlacePoints.parse(read(path, "table of points"), path);
  }

  private String read(String path, String what) {
    try {
      return Text.decode(files.read(path));
    } catch (IOException e) {
      throw UserException.input(
          e, "Cannot read %s %s (%s): check the path", what, path, e.getMessage());
    }
  }
}
