package org.saliency.spark.cluster;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random kills for {@code -Dsoak.minutes}, and what they did. {@code -Dsoak.seed} repeats their
 * order.
 *
 * @param <D> kinds of disturbances
 */
final class Soak<D extends Enum<D>> implements AutoCloseable {

  private final String runs;
  private final long seed = Long.getLong("soak.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final long deadline =
      System.nanoTime() + (long) (Double.parseDouble(System.getProperty("soak.minutes")) * 6e10);
  private final Map<D, Integer> disturbances = new TreeMap<>();
  private final Map<Integer, Integer> exits = new TreeMap<>();
  private int rounds;
  private int started;

  /**
   * Starts the clock.
   *
   * @param runs name of the processes that are run again until they succeed
   */
  Soak(String runs) {
    this.runs = runs;
  }

  Random random() {
    return random;
  }

  boolean isOver() {
    return System.nanoTime() >= deadline;
  }

  /** Number of the next round, from 1. */
  int nextRound() {
    return ++rounds;
  }

  /** Number of the next run, from 1. */
  int nextRun() {
    return ++started;
  }

  /** Counts a disturbance. */
  void disturbed(D kind) {
    disturbances.merge(kind, 1, Integer::sum);
  }

  /** Counts the end of a run. */
  void ended(int exitCode) {
    exits.merge(exitCode, 1, Integer::sum);
  }

  /** Prints what has happened up to the end of a round. */
  void printRound() {
    System.out.printf(
        "round %d complete: disturbances %s, exit codes of %s %s%n",
        rounds, disturbances, runs, exits);
  }

  @Override
  public void close() {
    System.out.printf("seed %d, %d rounds, %d runs of %s%n", seed, rounds, started, runs);
  }
}
