package org.saliency.training;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Figures of each epoch as rows of a table, for a terminal or a log file. The header is repeated
 * every twenty rows.
 */
final class EpochTable {

  private static final int ROWS_PER_HEADER = 20;

  private static final String HEADER =
      String.format(
          Locale.ROOT,
          "%9s  %10s  %10s  %6s  %6s  %6s  %8s  %8s  %8s",
          "epoch",
          "train loss",
          "val loss",
          "NSS",
          "SIM",
          "CC",
          "images/s",
          "time",
          "to go");

  private final PrintStream out;
  private final int epochs;
  private int rows;
  private double seconds;

  /**
   * An empty table.
   *
   * @param epochs maximum number of epochs
   */
  EpochTable(PrintStream out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  /** Reports that a run continues after some epochs. */
  void resumed(int finished) {
    out.printf(Locale.ROOT, "resumed after epoch %d of %d%n", finished, epochs);
  }

  /**
   * Adds the last epoch of a history.
   *
   * @param imagesPerSecond training throughput of the epoch, without validation
   * @param isBest whether it is the best so far
   */
  void add(List<EpochRecord> history, double imagesPerSecond, boolean isBest) {
    if (rows % ROWS_PER_HEADER == 0) {
      out.println(HEADER);
    }
    rows++;
    EpochRecord epoch = history.get(history.size() - 1);
    seconds += epoch.seconds();
    double left = seconds / rows * (epochs - epoch.epoch());
    out.println(
        String.format(
            Locale.ROOT,
            "%9s  %10.4f  %10.4f  %6s  %6s  %6s  %8.1f  %8s  %8s%s",
            epoch.epoch() + "/" + epochs,
            epoch.trainLoss(),
            epoch.validationLoss(),
            metric(epoch.nss()),
            metric(epoch.sim()),
            metric(epoch.cc()),
            imagesPerSecond,
            duration(epoch.seconds()),
            duration(left),
            isBest ? "  best" : ""));
  }

  private static String metric(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** Minutes and seconds, with hours from one hour on. */
  static String duration(double seconds) {
    long all = Math.round(seconds);
    return all < 3600
        ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60);
  }
}
