package org.saliency.training;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saliency.UserException;

/**
 * A folder of training videos.
 *
 * @param folder the folder
 * @param weight how often an epoch that uses every frame draws each of its frames, above 0; a
 *     fraction is the share of the frames that are drawn once more
 */
public record TrainingData(String folder, double weight) {

  private static final double MOST = 1000;
  private static final Pattern WEIGHTED = Pattern.compile("(.*):([^:/]*)");

  /**
   * Reads {@code FOLDER} or {@code FOLDER:WEIGHT}; the default weight is 1. A folder whose name has
   * a colon is taken as it is where the part before the colon is no folder.
   *
   * @throws UserException when the weight is not a number, 0 or too large
   */
  public static TrainingData parse(String text) {
    Matcher matcher = WEIGHTED.matcher(text);
    if (!matcher.matches() || isFolder(text) && !isFolder(matcher.group(1))) {
      return new TrainingData(text, 1);
    }
    double weight = weight(matcher.group(2));
    if (matcher.group(1).isEmpty() || !(weight > 0 && weight <= MOST)) {
      throw UserException.usage(
          "Invalid weight '%s' in --data %s: expected a number above 0 and up to %.0f after a"
              + " folder, for example %s:2",
          matcher.group(2), text, MOST, matcher.group(1).isEmpty() ? "DIR" : matcher.group(1));
    }
    return new TrainingData(matcher.group(1), weight);
  }

  private static boolean isFolder(String text) {
    return !text.isEmpty() && Files.isDirectory(Path.of(text));
  }

  /** The text that gives it. */
  @Override
  public String toString() {
    return weight == 1
        ? folder
        : folder + ":" + BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
  }

  private static double weight(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
