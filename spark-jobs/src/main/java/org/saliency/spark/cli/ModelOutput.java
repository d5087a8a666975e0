package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.model.Model;
import org.saliency.model.ModelExport;
import org.saliency.spark.storage.WrittenFile;
import org.saliency.storage.LocalStorage;

/**
 * The file of a model that a command writes. It replaces a file that was made from a model before,
 * but no input, no file of other programs, and no trained model by one that is not trained.
 *
 * @param file the file, on the local disk
 * @param isReplaced whether there is such a file already
 */
record ModelOutput(Path file, boolean isReplaced) {

  /**
   * Checks the output of a command.
   *
   * @param kind of the file
   * @param inputs files that the command reads
   * @throws UserException when it is an input, or a file that this program did not write
   */
  static ModelOutput of(WrittenFile kind, Path output, List<String> inputs) throws IOException {
    Path file = LocalPath.ofOutput(output);
    for (String input : inputs) {
      if (DriverFiles.files().overlap(file.toString(), input)) {
        throw UserException.output("output %s is the input: choose another name", file);
      }
    }
    kind.requireReplaceable(new LocalStorage(), file.toString());
    boolean isReplaced = Files.exists(file) && Files.size(file) > 0;
    if (isReplaced && !ModelExport.isResult(file)) {
      throw UserException.output(
          "file %s was not written by 'saliency': choose another name, or remove it", file);
    }
    return new ModelOutput(file, isReplaced);
  }

  /**
   * Checks the output of a command whose model is not trained.
   *
   * @throws UserException as {@link #of}, and when there is a trained model
   */
  static ModelOutput ofUntrained(Path output, List<String> inputs) throws IOException {
    ModelOutput result = of(WrittenFile.MODEL, output, inputs);
    result.requireUntrained();
    return result;
  }

  /**
   * Requires that no training is lost.
   *
   * @param source the model that the output is made from
   * @throws UserException when the file is a trained model, and the source is not trained
   */
  void requireNoLoss(Path source) {
    if (!isTrained(source)) {
      requireUntrained();
    }
  }

  private void requireUntrained() {
    if (isReplaced && isTrained(file)) {
      throw UserException.output(
          "file %s is a trained model: choose another name, or remove it", file);
    }
  }

  private static boolean isTrained(Path file) {
    try {
      return !Model.readUnverified(file).description().metrics().isEmpty();
    } catch (UserException unreadable) {
      return false; // weights alone, damaged, or of another program
    }
  }

  /** The last line of the result, which names the file. */
  String line() {
    return file + (isReplaced ? " (replaced)" : "") + "\n";
  }

  /** Adds to the result in JSON whether a file was replaced. */
  void addTo(Map<String, Object> figures) {
    figures.put("replaced", isReplaced);
  }
}
