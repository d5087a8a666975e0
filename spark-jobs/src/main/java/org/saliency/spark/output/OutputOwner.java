package org.saliency.spark.output;

import java.util.List;
import java.util.Objects;
import org.saliency.UserException;

/**
 * Origin of the results in an output folder: a run may only add to results of the same origin.
 *
 * @param command {@code score} or {@code evaluate}
 * @param modelHash hash of the model; empty without a model
 * @param settings description of all other settings that affect results
 * @param inputs paths of the videos as given
 */
public record OutputOwner(String command, String modelHash, String settings, List<String> inputs) {

  private static final String SCORE = "score";
  private static final String EVALUATE = "evaluate";

  public OutputOwner {
    inputs = inputs == null ? List.of() : List.copyOf(inputs);
  }

  /** Owner of a scoring run's output. */
  public static OutputOwner score(String modelHash, String settings, List<String> inputs) {
    return new OutputOwner(SCORE, modelHash, settings, inputs);
  }

  /** Owner of an evaluation's output. */
  static OutputOwner evaluate() {
    return new OutputOwner(EVALUATE, "", "", List.of());
  }

  boolean isEvaluation() {
    return EVALUATE.equals(command);
  }

  /**
   * Requires that a scoring run with this origin may add to a folder with another.
   *
   * @throws UserException naming the difference
   */
  void requireSame(OutputOwner present, OutputFolder folder) {
    if (!SCORE.equals(present.command)) {
      throw UserException.output(
          "output %s was written by %s: choose another folder, or --on-existing overwrite",
          folder, present.command == null ? "an earlier version" : "'" + present.command + "'");
    }
    if (!present.modelHash.equals(modelHash)) {
      throw UserException.output(
          "output %s belongs to another model (hash %.12s, this one is %.12s): choose another"
              + " folder, or --on-existing overwrite",
          folder, present.modelHash, modelHash);
    }
    if (!Objects.equals(present.settings, settings)) {
      throw UserException.output(
          "output %s belongs to other settings (%s; these are %s): choose another folder, or"
              + " --on-existing overwrite",
          folder, present.settings, settings);
    }
  }
}
