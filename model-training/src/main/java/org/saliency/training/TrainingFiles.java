package org.saliency.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;

/**
 * The folder that a training run leaves behind.
 *
 * @param folder holds {@code model.pt}, {@code last/}, {@code history.csv}, {@code curves.svg},
 *     {@code augmented-batch.png}, {@code samples/} with a picture for each epoch, {@code
 *     manifest.json}
 */
record TrainingFiles(Path folder) {

  /** What happens to the run that an output folder already holds. */
  enum OnExisting {
    /** It goes on. */
    RESUME,
    /** It is deleted. */
    OVERWRITE,
    /** It is kept, and nothing is done. */
    FAIL
  }

  /** The best model. */
  Path model() {
    return folder.resolve("model.pt");
  }

  /** Where the run stood after its last epoch. */
  LastState last() {
    return new LastState(folder.resolve("last"));
  }

  /** Written last: what was run, on what, with what result. */
  Path manifest() {
    return folder.resolve("manifest.json");
  }

  private Path history() {
    return folder.resolve("history.csv");
  }

  private Path curves() {
    return folder.resolve("curves.svg");
  }

  /** The first batch, as augmentation made it. */
  Path augmentedBatch() {
    return folder.resolve("augmented-batch.png");
  }

  private Path samples() {
    return folder.resolve("samples");
  }

  /** What the network made of some validation frames after an epoch, counted from 1. */
  Path samples(int epoch) {
    return samples().resolve("epoch-%03d.png".formatted(epoch));
  }

  /**
   * Makes room for a run.
   *
   * @throws UserException when the folder holds one that is neither to go on nor to be deleted
   */
  void prepare(OnExisting choice) throws IOException {
    boolean holdsRun = last().exists() || Files.exists(model()) || Files.exists(manifest());
    if (choice == OnExisting.OVERWRITE) {
      deleteRun();
    } else if (holdsRun && choice == OnExisting.FAIL) {
      throw UserException.output(
          "output folder %s already holds a run: give another --output, or --on-existing resume or"
              + " overwrite",
          folder);
    } else if (holdsRun && !last().exists()) {
      throw UserException.output(
          "output folder %s holds a model or manifest, but no last/ that its run could go on from:"
              + " give another --output, or start anew with --on-existing overwrite",
          folder);
    }
    Files.createDirectories(folder);
  }

  private void deleteRun() throws IOException {
    for (Path file : List.of(manifest(), model(), history(), curves(), augmentedBatch())) {
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

  /** Writes {@code history.csv} and {@code curves.svg} of the epochs so far. */
  void writeHistory(List<EpochRecord> epochs) throws IOException {
    String table =
        Stream.concat(Stream.of(EpochRecord.HEADER), epochs.stream().map(EpochRecord::csv))
            .collect(Collectors.joining("\n", "", "\n"));
    Files.createDirectories(folder);
    Files.writeString(history(), table);
    TrainingCurves.write(epochs, curves());
  }
}
