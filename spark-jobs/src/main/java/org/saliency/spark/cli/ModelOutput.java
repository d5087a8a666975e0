package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.saliency.UserException;
import org.saliency.model.Model;
import org.saliency.spark.storage.WrittenFile;
import org.saliency.storage.LocalStorage;

/** Checks before a command writes a model file: no input, other file or trained model is lost. */
final class ModelOutput {

  private ModelOutput() {}

  /**
   * Requires that a file may be written.
   *
   * @param inputs files that the command reads
   * @throws UserException when it is an input or a file of another kind
   */
  static void require(WrittenFile kind, Path output, List<String> inputs) throws IOException {
    for (String input : inputs) {
      if (DriverFiles.files().overlap(output.toString(), input)) {
        throw UserException.output("output %s is the input: choose another name", output);
      }
    }
    kind.requireReplaceable(new LocalStorage(), output.toString());
  }

  /**
   * Requires that a model that is not trained yet may be written.
   *
   * @throws UserException also when there is a trained model
   */
  static void requireUntrained(Path output, List<String> inputs) throws IOException {
    require(WrittenFile.MODEL, output, inputs);
    if (Files.exists(output) && isTrained(output)) {
      throw UserException.output(
          "file %s is a trained model: choose another name, or remove it", output);
    }
  }

  private static boolean isTrained(Path file) {
    try {
      return !Model.readUnverified(file).description().metrics().isEmpty();
    } catch (UserException unreadable) {
      return false; // damaged, or of another program: replacing it loses no model of ours
    }
  }
}
