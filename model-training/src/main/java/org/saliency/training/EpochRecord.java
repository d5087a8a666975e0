package org.saliency.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;

/**
 * Results of one epoch: a row of {@code history.csv} and an entry of {@code state.json}.
 *
 * @param epoch from 1
 * @param trainLoss mean over the epoch's batches
 * @param validationLoss mean over the validation frames
 * @param nss mean over the validation videos; null if undefined, as without fixations
 * @param sim mean over the validation videos; null if undefined
 * @param cc mean over the validation videos; null if undefined
 * @param learningRate learning rate of the last step
 * @param seconds duration, validation included
 */
@JsonNaming(SnakeCaseStrategy.class)
record EpochRecord(
    int epoch,
    double trainLoss,
    double validationLoss,
    Double nss,
    Double sim,
    Double cc,
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

  private static String cell(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.6f", value);
  }
}
