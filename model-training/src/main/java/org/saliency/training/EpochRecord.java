package org.saliency.training;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What an epoch gave: a row of {@code history.csv}.
 *
 * @param epoch from 1
 * @param trainLoss mean over the epoch's batches
 * @param validationLoss mean over the validation frames
 * @param nss mean over the validation videos; empty without fixations
 * @param sim mean over the validation videos
 * @param cc mean over the validation videos
 * @param learningRate in the last step
 * @param seconds the epoch took, validation included
 */
record EpochRecord(
    int epoch,
    double trainLoss,
    double validationLoss,
    OptionalDouble nss,
    OptionalDouble sim,
    OptionalDouble cc,
    double learningRate,
    double seconds) {

  static final String HEADER =
      "epoch,train_loss,val_loss,val_nss,val_sim,val_cc,learning_rate,seconds";

  String csv() {
    return String.format(
        Locale.ROOT,
        "%d,%.6f,%.6f,%s,%s,%s,%s,%.1f",
        epoch,
        trainLoss,
        validationLoss,
        cell(nss),
        cell(sim),
        cell(cc),
        learningRate,
        seconds);
  }

  private static String cell(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.6f", value.getAsDouble()) : "";
  }
}
