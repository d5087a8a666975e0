package org.saliency.spark.lineage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.saliency.spark.lineage.MlflowClient.Metric;

/**
 * Reads the curves of a training run, {@code history.csv}, while the run writes it after each
 * epoch.
 */
final class TrainingHistory {

  private static final long CLOCK_LAG = 50;

  private static final String STEP = "epoch";

  private final Path file;
  private final long since;
  private final Set<Long> taken = new HashSet<>();

  /**
   * Reads a file in the output folder of a run.
   *
   * @param since start of the run, milliseconds since the epoch: an older file is another run's
   */
  TrainingHistory(Path folder, long since) {
    this.file = folder.resolve("history.csv");
    // Some file systems store whole seconds, and Linux takes their time from a clock that lags.
    this.since = (since - CLOCK_LAG) / 1000 * 1000;
  }

  /** The metrics of the epochs that have been added since the last call. */
  List<Metric> added() throws IOException {
    List<Metric> metrics = new ArrayList<>();
    try {
      long modified = Files.getLastModifiedTime(file).toMillis();
      String text = Files.readString(file);
      // A row that is being written has no end of line yet.
      List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
      if (modified >= since && !lines.isEmpty()) {
        String[] columns = lines.get(0).split(",");
        lines.stream()
            .skip(1)
            .forEach(line -> add(columns, line.split(",", -1), modified, metrics));
      }
    } catch (NoSuchFileException e) {
      // before the first epoch
    }
    return metrics;
  }

  private void add(String[] columns, String[] cells, long time, List<Metric> metrics) {
    if (!columns[0].equals(STEP) || cells.length != columns.length) {
      return;
    }
    long epoch = Long.parseLong(cells[0]);
    if (!taken.add(epoch)) {
      return;
    }
    for (int i = 1; i < columns.length; i++) {
      if (!cells[i].isEmpty()) {
        metrics.add(new Metric(columns[i], Double.parseDouble(cells[i]), time, epoch));
      }
    }
  }
}
