package org.saliency.training;

import org.saliency.frame.Size;
import org.saliency.settings.Settings;
import org.saliency.training.optimizer.Loss;
import org.saliency.training.optimizer.OptimizerSettings;
import org.saliency.training.optimizer.Schedule;
import org.saliency.training.sample.Augmentation;
import org.saliency.training.sample.Batches;

/**
 * How a network is trained; {@code conf/reference.conf} documents each.
 *
 * @param network name of the network to create when no model is given
 * @param inputSize size that frames are resized to
 * @param epochs how often validation ends a round of batches, at most
 * @param batchesPerEpoch random batches in an epoch; 0 for every frame once
 * @param batchSize frames in a batch
 * @param frameStride every how many frames of a video one is learned from
 * @param seed decides on split, initial weights and order
 * @param loaderThreads threads that prepare batches
 * @param augmentation how training samples are changed at random
 * @param loss what is lowered
 * @param optimizer how parameters follow their gradients
 * @param schedule the learning rate's course
 * @param validation how the network is checked and the best model chosen
 * @param onExisting what happens to a run that the output already holds
 */
record TrainingSettings(
    String network,
    Size inputSize,
    int epochs,
    int batchesPerEpoch,
    int batchSize,
    int frameStride,
    long seed,
    int loaderThreads,
    Augmentation augmentation,
    Loss loss,
    OptimizerSettings optimizer,
    Schedule schedule,
    ValidationSettings validation,
    TrainingFiles.OnExisting onExisting) {

  /** Reads the section {@code train}. */
  static TrainingSettings from(Settings settings) {
    return new TrainingSettings(
        settings.text("network"),
        settings.size("input-size"),
        settings.integer("epochs", 1, 1_000_000),
        settings.integer("batches-per-epoch", 0, 1_000_000),
        settings.integer("batch-size", 1, 4096),
        settings.integer("frame-stride", 1, 1_000_000),
        settings.seed("seed"),
        settings.integer("loader-threads", 1, 256),
        Augmentation.from(settings.section("augmentation")),
        Loss.from(settings.section("loss")),
        OptimizerSettings.from(settings),
        Schedule.from(settings.section("schedule")),
        ValidationSettings.from(settings),
        settings.choice("on-existing", TrainingFiles.OnExisting.class));
  }

  /** Steps in all, when an epoch draws from so many frames. */
  Schedule.Length length(int frames) {
    int batches = Batches.count(frames, batchSize, batchesPerEpoch);
    int steps = (batches - 1) / optimizer.accumulatedBatches() + 1;
    return new Schedule.Length(epochs, steps);
  }
}
