package org.saliency.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that a training run leaves behind.
 *
 * @param folder holds {@code model.pt}, {@code history.csv}, {@code curves.svg}, {@code
 *     manifest.json}
 */
record TrainingFiles(Path folder) {

  /** The best model. */
  public Path model() {
    return folder.resolve("model.pt");
  }

  /** Written last: what was run, on what, with what result. */
  public Path manifest() {
    return folder.resolve("manifest.json");
  }

  /** Writes {@code history.csv} and {@code curves.svg} of the epochs so far. */
  public void writeHistory(List<EpochRecord> history) {
    String table =
        Stream.concat(Stream.of(EpochRecord.HEADER), history.stream().map(EpochRecord::csv))
            .collect(Collectors.joining("\n", "", "\n"));
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("history.csv"), table);
      TrainingCurves.write(history, folder.resolve("curves.svg"));
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be written to " + folder, e);
    }
  }
}
