package org.saliency.training;

import java.util.List;
import java.util.function.Function;
import org.saliency.settings.Settings;

/**
 * Settings of validation and the choice of the best model.
 *
 * @param fraction share of the videos used for validation
 * @param frames maximum number of frames validated after each epoch; 0 for all
 * @param width maximum width of the maps that are measured
 * @param choice criterion for the best model
 * @param patience number of epochs without improvement that end training; 0 for no limit
 */
record ValidationSettings(double fraction, int frames, int width, Choice choice, int patience) {

  /** Criterion for the best model. */
  enum Choice {
    /** The lowest validation loss. */
    LOSS(epoch -> -epoch.validationLoss()),
    /** The highest NSS. */
    NSS(EpochRecord::nss),
    /** The highest SIM. */
    SIM(EpochRecord::sim),
    /** The highest CC. */
    CC(EpochRecord::cc);

    @SuppressWarnings("ImmutableEnumChecker") // a pure function
    private final Function<EpochRecord, Double> score;

    Choice(Function<EpochRecord, Double> score) {
      this.score = score;
    }

    /** Higher is better; an undefined metric is worst. */
    private double score(EpochRecord epoch) {
      Double value = score.apply(epoch);
      return value == null ? Double.NEGATIVE_INFINITY : value;
    }

    /** The best epoch, the first one on a tie. */
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
        settings.integer("validation-width", 16, 16384),
        settings.choice("choose-by", Choice.class),
        settings.integer("patience", 0, 1_000_000));
  }

  /** Whether the last {@code patience} epochs brought no improvement. */
  boolean isExhausted(List<EpochRecord> history) {
    return patience > 0
        && !history.isEmpty()
        && history.size() - choice.best(history).epoch() >= patience;
  }
}
