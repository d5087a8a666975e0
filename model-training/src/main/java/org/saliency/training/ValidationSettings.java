package org.saliency.training;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.saliency.settings.Settings;

/**
 * How a network is checked, and which epoch's model is kept.
 *
 * @param fraction share of videos held back
 * @param frames validated after each epoch; 0 for all
 * @param choice what the best model is chosen by
 * @param patience epochs without a better model that end training; 0 for never
 */
record ValidationSettings(double fraction, int frames, Choice choice, int patience) {

  /** What the best model is chosen by. */
  enum Choice {
    /** The lowest validation loss. */
    LOSS(epoch -> OptionalDouble.of(-epoch.validationLoss())),
    /** The highest NSS. */
    NSS(EpochRecord::nss),
    /** The highest SIM. */
    SIM(EpochRecord::sim),
    /** The highest CC. */
    CC(EpochRecord::cc);

    @SuppressWarnings("ImmutableEnumChecker") // reads a record
    private final Function<EpochRecord, OptionalDouble> score;

    Choice(Function<EpochRecord, OptionalDouble> score) {
      this.score = score;
    }

    /** Higher is better; an epoch in which it is not defined is worst. */
    private double score(EpochRecord epoch) {
      return score.apply(epoch).orElse(Double.NEGATIVE_INFINITY);
    }

    /** The best epoch, of equal ones the first. */
    EpochRecord best(List<EpochRecord> history) {
      EpochRecord best = history.get(0);
      for (EpochRecord epoch : history) {
        if (score(epoch) > score(best)) {
          best = epoch;
        }
      }
      return best;
    }
  }

  /** Reads the section {@code train}. */
  static ValidationSettings from(Settings settings) {
    return new ValidationSettings(
        settings.number("validation-fraction", 0.001, 0.9),
        settings.integer("validation-frames", 0, Integer.MAX_VALUE),
        settings.choice("choose-by", Choice.class),
        settings.integer("patience", 0, 1_000_000));
  }

  /** Whether the last epochs were too many without a better model. */
  boolean isExhausted(List<EpochRecord> history) {
    return patience > 0
        && !history.isEmpty()
        && history.size() - choice.best(history).epoch() >= patience;
  }
}
