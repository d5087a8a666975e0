package org.saliency.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.storage.FileErrors;
import org.saliency.storage.LocalStorage;

/**
 * Output folder of a training run.
 *
 * @param folder contains {@code model.pt}, {@code last/}, {@code history.csv}, {@code curves.svg},
 *     {@code events.out.tfevents.saliency}, {@code augmented-batch.png}, {@code samples/} with one
 *     picture per epoch, and {@code manifest.json}
 */
record TrainingFiles(Path folder) {

  /** Treatment of a run already in the output folder. */
  enum OnExisting {
    /** The run is resumed. */
    RESUME,
    /** The run is deleted. */
    OVERWRITE,
    /** The job fails and leaves the run unchanged. */
    FAIL
  }

  /** Whether an event file for TensorBoard is written. */
  enum TensorBoard {
    /** It is written, and continued when the run is resumed. */
    ON,
    /** It is not. */
    OFF
  }

  /** The best model. */
  Path model() {
    return folder.resolve("model.pt");
  }

  /** State after the last epoch. */
  LastState last() {
    return new LastState(folder.resolve("last"));
  }

  /** Settings, inputs and results of the run; written last. */
  Path manifest() {
    return folder.resolve("manifest.json");
  }

  private Path history() {
    return folder.resolve("history.csv");
  }

  private Path curves() {
    return folder.resolve("curves.svg");
  }

  /** Picture of the first batch after augmentation. */
  Path augmentedBatch() {
    return folder.resolve("augmented-batch.png");
  }

  private Path events() {
    return folder.resolve("events.out.tfevents.saliency");
  }

  private Path samples() {
    return folder.resolve("samples");
  }

  /** Picture of predictions for some validation frames after an epoch (from 1). */
  Path samples(int epoch) {
    return samples().resolve(String.format(Locale.ROOT, "epoch-%03d.png", epoch));
  }

  /**
   * Requires that the folder is outside the data sets, where it would count as a video.
   *
   * @throws UserException if it is one of them, or in one
   */
  void requireOutside(List<String> data) throws IOException {
    Path output = LocalStorage.resolved(folder);
    for (String set : data) {
      if (output.startsWith(LocalStorage.resolved(Path.of(set)))) {
        throw UserException.output(
            "output folder %s is in the data set %s: choose another --output", folder, set);
      }
    }
  }

  /**
   * Creates the folder if needed, and keeps other runs out of it.
   *
   * @throws UserException if another run is writing to it, or it cannot be written
   */
  OutputLock lock() {
    try {
      Files.createDirectories(folder);
      return OutputLock.of(folder);
    } catch (IOException e) {
      throw FileErrors.cannotWrite(folder, e);
    }
  }

  /**
   * Prepares the folder for a run.
   *
   * @throws UserException if it holds a run that may be neither resumed nor deleted
   */
  void prepare(OnExisting choice) throws IOException {
    requireNoOutputOf("score or evaluate", "_saliency");
    requireNoOutputOf("leaderboard", "leaderboard.json");
    boolean holdsRun = last().exists() || Files.exists(model()) || Files.exists(manifest());
    if (choice == OnExisting.OVERWRITE) {
      deleteRun();
    } else if (holdsRun && choice == OnExisting.FAIL) {
      throw UserException.output(
          "output folder %s already holds a run: choose another --output, or use --on-existing resume"
              + " or overwrite",
          folder);
    } else if (holdsRun && !last().exists()) {
      throw UserException.output(
          "output folder %s holds a model or manifest, but no last/ to resume from: choose another"
              + " --output, or restart with --on-existing overwrite",
          folder);
    }
  }

  private void requireNoOutputOf(String commands, String sign) {
    if (Files.exists(folder.resolve(sign))) {
      throw UserException.output(
          "output folder %s holds results of %s (%s): choose another --output",
          folder, commands, sign);
    }
  }

  private void deleteRun() throws IOException {
    for (Path file :
        List.of(manifest(), model(), history(), curves(), events(), augmentedBatch())) {
      Files.deleteIfExists(file);
    }
    for (Path part : List.of(last().folder(), samples())) {
      if (Files.isDirectory(part)) {
        try (Stream<Path> files = Files.walk(part)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  /**
   * Writes {@code history.csv}, {@code curves.svg} and an event file of TensorBoard.
   *
   * @param tensorBoard whether there is an event file
   */
  void writeHistory(List<EpochRecord> epochs, TensorBoard tensorBoard) throws IOException {
    String table =
        Stream.concat(Stream.of(EpochRecord.HEADER), epochs.stream().map(EpochRecord::csv))
            .collect(Collectors.joining("\n", "", "\n"));
    Files.createDirectories(folder);
    Files.writeString(history(), table);
    TrainingCurves.write(epochs, curves());
    if (tensorBoard == TensorBoard.ON) {
      new EventFile(events()).update(epochs, System.currentTimeMillis() / 1e3);
    }
  }
}
