package org.saliency.training;

import org.saliency.frame.Size;
import org.saliency.settings.Settings;

/**
 * How a network is trained; {@code conf/reference.conf} documents each.
 *
 * @param network name of the network to create when no model is given
 * @param inputSize size that frames are resized to
 * @param epochs how often validation ends a round of batches
 * @param batchesPerEpoch random batches in an epoch; 0 for every frame once
 * @param batchSize frames in a batch
 * @param learningRate of Adam
 * @param validationFraction share of videos held back
 * @param validationFrames frames validated after each epoch; 0 for all
 * @param seed decides on split, initial weights and order
 * @param loaderThreads threads that prepare batches
 * @param loss what is lowered
 */
record TrainingSettings(
    String network,
    Size inputSize,
    int epochs,
    int batchesPerEpoch,
    int batchSize,
    double learningRate,
    double validationFraction,
    int validationFrames,
    long seed,
    int loaderThreads,
    Loss loss) {

  /** Reads the section {@code train}. */
  static TrainingSettings from(Settings settings) {
    return new TrainingSettings(
        settings.text("network"),
        settings.size("input-size"),
        settings.integer("epochs", 1, 1_000_000),
        settings.integer("batches-per-epoch", 0, 1_000_000),
        settings.integer("batch-size", 1, 4096),
        settings.number("learning-rate", 1e-12, 100),
        settings.number("validation-fraction", 0.001, 0.9),
        settings.integer("validation-frames", 0, Integer.MAX_VALUE),
        settings.seed("seed"),
        settings.integer("loader-threads", 1, 256),
        Loss.from(settings.section("loss")));
  }
}
