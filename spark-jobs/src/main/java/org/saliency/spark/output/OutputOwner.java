package org.saliency.spark.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.saliency.UserException;

/**
 * Origin of the results in an output folder: a run may only add to results of the same origin.
 *
 * @param command {@code score} or {@code evaluate}
 * @param modelHash hash of the model; empty without a model
 * @param settings description of all other settings that affect results
 * @param inputs paths of the videos as given
 * @param claim number of the claim of the run that wrote this
 * @param firstClaim number of the claim at which the folder was empty or emptied: records of
 *     earlier ones do not count
 */
public record OutputOwner(
    String command,
    String modelHash,
    String settings,
    List<String> inputs,
    long claim,
    long firstClaim) {

  private static final String SCORE = "score";
  private static final String EVALUATE = "evaluate";

  /** A comma that is not in a list in brackets. */
  private static final Pattern BETWEEN_ITEMS = Pattern.compile(", (?![^\\[]*\\])");

  public OutputOwner {
    inputs = inputs == null ? List.of() : List.copyOf(inputs);
  }

  /** Owner of a scoring run's output. */
  public static OutputOwner score(String modelHash, String settings, List<String> inputs) {
    return new OutputOwner(SCORE, modelHash, settings, inputs, 0, 0);
  }

  /** Owner of an evaluation's output. */
  static OutputOwner evaluate() {
    return new OutputOwner(EVALUATE, "", "", List.of(), 0, 0);
  }

  /** The same origin at a claim. */
  OutputOwner claimed(long number, long first) {
    return new OutputOwner(command, modelHash, settings, inputs, number, first);
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
          "output %s belongs to other settings (%s; this run has %s): choose another folder, or"
              + " --on-existing overwrite",
          folder, others(present.settings, settings), others(settings, present.settings));
    }
  }

  /** The settings of a description that another does not have. */
  private static String others(String settings, String than) {
    List<String> items = new ArrayList<>(items(settings));
    items.removeAll(items(than));
    return items.isEmpty() ? "fewer" : String.join(", ", items);
  }

  private static List<String> items(String settings) {
    return settings == null ? List.of() : List.of(BETWEEN_ITEMS.split(settings));
  }
}
