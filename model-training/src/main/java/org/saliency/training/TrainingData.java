package org.saliency.training;

import java.math.BigDecimal;
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
  private static final Pattern WEIGHTED = Pattern.compile("(.+):(-?[0-9.]+|-?NaN|-?Infinity)");

  /**
   * Reads {@code FOLDER} or {@code FOLDER:WEIGHT}; the default weight is 1.
   *
   * @throws UserException when the weight is not a number, 0 or too large
   */
  public static TrainingData parse(String text) {
    Matcher matcher = WEIGHTED.matcher(text);
    if (!matcher.matches()) {
      return new TrainingData(text, 1);
    }
    double weight = weight(matcher.group(2));
    if (!(weight > 0 && weight <= MOST)) {
      throw UserException.usage(
          "Invalid weight '%s' in --data %s: expected a number above 0 and up to %.0f, for example"
              + " %s:2",
          matcher.group(2), text, MOST, matcher.group(1));
    }
    return new TrainingData(matcher.group(1), weight);
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
      return 0;
    }
  }
}
